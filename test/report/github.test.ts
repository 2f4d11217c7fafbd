import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { githubCommands } from '../../src/report/github.ts';
import { anyFindings, finding, place, several } from './any-finding.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const data = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

/** Reads a line as the runner does: properties end at the second `::` and are parted by commas. */
function read(line: string): Command {
  const [, name = '', list = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const properties = list.split(',').map(pair => {
    const at = pair.indexOf('=');
    return [
      pair.slice(0, at),
      data(
        pair
          .slice(at + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ),
    ];
  });
  return { name, properties: Object.fromEntries(properties), message: data(message) };
}

const readAll = (text: string): Command[] => text.split('\n').slice(0, -1).map(read);

describe('github', () => {
  test('is a command for each finding', () => {
    expect(githubCommands([finding()], 'render.yaml')).toBe(
      '::error file=clusters/east/shop.yaml,line=7,col=3,endLine=7,endColumn=9,title=cis-render%3A route-annotation-empty::the annotation is empty%0ARemove it.\n',
    );
  });

  test('prints nothing where nothing is wrong', () => {
    expect(githubCommands([], 'render.yaml')).toBe('');
  });

  test('calls infos notices, and puts errors first', () => {
    const findings = (['info', 'warning', 'error'] as const).map(severity => finding({ severity }));
    expect(readAll(githubCommands(findings, 'render.yaml')).map(({ name }) => name)).toEqual([
      'error',
      'warning',
      'notice',
    ]);
  });

  test('escapes what would end a property, a line or the command', () => {
    const text = githubCommands(
      [finding({ message: '100%: a,b::c\r\nnext', hint: '%0A', position: place('a,b:c%2C/d.yaml', 1) })],
      'render.yaml',
    );
    expect(text).toContain('file=a%2Cb%3Ac%252C/d.yaml,');
    expect(text).toContain('::100%25: a,b::c%0D%0Anext%0A%250A\n');
  });

  test('leaves out columns of several lines, which GitHub refuses', () => {
    const position = { ...place('a.yaml', 2), endLine: 4 };
    const [command] = readAll(githubCommands([finding({ position })], 'render.yaml'));
    expect(command?.properties).toEqual({
      file: 'a.yaml',
      line: '2',
      endLine: '4',
      title: 'cis-render: route-annotation-empty',
    });
  });

  test('shows what has no place in render.yaml', () => {
    const { position: _, ...placeless } = finding();
    const [command] = readAll(githubCommands([placeless], 'shops/render.yaml'));
    expect(command?.properties).toMatchObject({ file: 'shops/render.yaml', line: '1' });
  });

  test('shows ten of a kind, and tells of the rest in one line', () => {
    const findings = [
      ...several(12, { severity: 'info' }),
      ...several(10, { severity: 'warning' }),
      ...several(15, { severity: 'error' }),
    ];
    const commands = readAll(githubCommands(findings, 'render.yaml'));
    const count = (name: string): number => commands.filter(command => command.name === name).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 10, 10]);
    expect(commands.at(-1)?.message).toMatch(/^5 errors, 3 notes not shown: /);
  });

  test('leaves room for what the step has said otherwise', () => {
    const findings = (['error', 'warning', 'info'] as const).flatMap(severity => several(10, { severity }));
    const commands = readAll(githubCommands(findings, 'render.yaml', { error: 2, warning: 12, notice: 1 }));
    const count = (name: string): number => commands.filter(command => command.name === name).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([8, 0, 9]);
    expect(commands.at(-1)?.message).toMatch(/^2 errors, 10 warnings, 2 notes not shown: /);
  });

  test('says nothing of a rest that there is not', () => {
    const findings = (['error', 'warning', 'info'] as const).flatMap(severity => several(10, { severity }));
    const commands = readAll(githubCommands(findings, 'render.yaml'));
    expect(commands).toHaveLength(30);
    expect(commands.filter(({ message }) => message.includes('not shown'))).toEqual([]);
  });

  test('comes back whole from any text', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        const commands = readAll(githubCommands(findings, 'render.yaml'));
        expect(commands.length).toBeLessThanOrEqual(30);
        const told = new Set(findings.map(({ message, hint }) => `${message}\n${hint}`));
        const files = new Set([...findings.map(({ position }) => position?.file), 'render.yaml']);
        for (const { name, message, properties } of commands) {
          expect(['error', 'warning', 'notice']).toContain(name);
          if (properties.file === undefined) continue;
          expect(told).toContain(message);
          expect(files).toContain(properties.file);
        }
      }),
    );
  });
});
