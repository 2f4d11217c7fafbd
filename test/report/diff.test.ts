import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { MemberChange, ShareChange, TrafficChange } from '../../src/diff/index.ts';
import { changesText, type Told } from '../../src/report/diff.ts';
import { diffGithub } from '../../src/report/diff-github.ts';
import { diffMarkdown } from '../../src/report/diff-markdown.ts';
import type { DiffResult } from '../../src/report/diff-result.ts';

const colors = pc.createColors(false);

function member(number: number, more: Partial<MemberChange & Told> = {}): MemberChange & Told {
  const address = `10.1.${Math.floor(number / 250)}.${number % 250}:80`;
  return { kind: 'member', verb: 'added', tenant: 'shop', object: 'web', member: address, properties: [], ...more };
}

function resultOf(changes: DiffResult['changes'], traffic: DiffResult['traffic'] = []): DiffResult {
  return { against: 'main', views: ['east'], notRendered: [], changes, traffic, incomparable: [] };
}

const at = (line: number) => ({ file: 'a|b.yaml', line, column: 1, endLine: line, endColumn: 2 });
const endpoints = { kind: 'Endpoints', namespace: 'shop', name: 'web' };

describe('text', () => {
  test('is by tenant and views, and cuts what is too much', () => {
    const many = Array.from({ length: 203 }, (_, index) => member(index));
    const lines = changesText([...many, member(0, { tenant: 'bank', views: ['east', 'west'] })], colors).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'tenant bank in east, west',
      '  + pool web: member 10.1.0.0:80 added',
      '',
      'tenant shop',
      '  + pool web: member 10.1.0.0:80 added',
    ]);
    expect(lines.slice(-3)).toEqual(['  + pool web: member 10.1.0.199:80 added', '  … and 3 more', '']);
  });

  const share = (object: string, views: string[]): ShareChange & Told => ({
    kind: 'share',
    verb: 'changed',
    tenant: 'shop',
    object: `${object}_ab_deployment_dg`,
    key: 'a.com',
    path: 'a.com',
    before: [{ pool: 'one', share: 0.5 }],
    after: [{ pool: 'one', share: 1 }],
    views,
  });
  const traffic = (virtualServer: string, views: string[], onlyClusters = true): TrafficChange & Told => ({
    tenant: 'shop',
    virtualServer,
    path: 'a.com',
    before: { east: 0.667, west: 0.333 },
    after: { east: 1 },
    onlyClusters,
    views,
  });

  test('tells of a path by its clusters, once for all virtual servers, and by pools in the views where they do not', () => {
    const text = changesText([share('s_80', ['x']), share('s_443', ['x', 'y'])], colors, [
      traffic('s_80', ['x']),
      traffic('s_443', ['x']),
    ]);
    expect(text).toBe(
      [
        'tenant shop in x',
        '  ~ a.com: east 67 % → 100 %, west 33 % → 0 % (s_80, s_443)',
        '',
        'tenant shop in y',
        '  ~ a.com: one 50 % → 100 % (s_443)',
        '',
      ].join('\n'),
    );
  });

  test('tells both where Services share otherwise too', () => {
    const text = changesText([share('s_80', ['x'])], colors, [traffic('s_80', ['x'], false)]);
    expect(text).toContain('one 50 % → 100 %');
    expect(text).toContain('west 33 % → 0 %');
  });

  test('names the place, and the revision where it is no more in the files', () => {
    const cause = { resource: endpoints, cluster: 'east', position: at(7) };
    expect(changesText([member(1, { cause })], colors)).toContain('added  Endpoints shop/web, a|b.yaml:7\n');
    expect(changesText([member(1, { cause: { ...cause, revision: 'main' } })], colors)).toContain(
      'a|b.yaml:7 at main\n',
    );
    expect(changesText([member(1, { cause: { resource: endpoints, cluster: 'east' } })], colors)).toContain(
      'Endpoints shop/web of east\n',
    );
  });
});

describe('markdown', () => {
  test('keeps below the limit with all of its parts closed', () => {
    const changes = Array.from({ length: 3_000 }, (_, index) =>
      member(index, { tenant: `tenant-${index % 7}`, cause: { resource: endpoints, position: at(index + 1) } }),
    );
    const text = diffMarkdown(resultOf(changes));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(55_000);
    expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    const rows = text.match(/^\| \+ /gm)?.length ?? 0;
    expect(text).toContain(`Left out, since the text would be too long: ${3_000 - rows} of the changes.`);
  });

  test('shows names as they are', () => {
    const text = diffMarkdown(
      resultOf([member(1, { object: '<b>|@all`', cause: { resource: endpoints, position: at(3) } })]),
    );
    expect(text).toContain('pool \\<b\\>\\|@<!-- -->all\\`: member');
    expect(text).toContain('| Endpoints shop/web<br>[a\\|b.yaml:3](a%7Cb.yaml#L3) |');
  });
});

describe('annotations', () => {
  test('are no more than GitHub shows, with what is left out in the place of one', () => {
    const come = Array.from({ length: 30 }, (_, index) => member(index));
    const go = Array.from({ length: 30 }, (_, index) => member(index, { verb: 'removed' }));
    const lines = diffGithub(resultOf([...come, ...go]), 'render.yaml')
      .trimEnd()
      .split('\n');
    expect(lines.filter(line => line.startsWith('::warning '))).toHaveLength(10);
    expect(lines.filter(line => line.startsWith('::notice '))).toHaveLength(10);
    expect(lines.at(-1)).toBe(
      '::notice title=cis-render::41 changes not shown: GitHub shows 10 of a kind for a step. The other formats have all.',
    );
  });

  test('stand at the cause where it is still there', () => {
    const cause = { resource: endpoints, position: at(3) };
    const text = diffGithub(
      resultOf([member(1, { cause }), member(2, { cause: { ...cause, revision: 'main' } })]),
      'render.yaml',
    );
    expect(text.split('\n').map(line => /file=([^,]*),line=(\d+)/.exec(line)?.slice(1).join(':'))).toEqual([
      'a|b.yaml:3',
      'render.yaml:1',
      undefined,
    ]);
  });
});
