import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { default as addFormats } from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShownFinding } from '../../src/finding.ts';
import { sarifLimits, sarifLog } from '../../src/report/sarif.ts';
import { type RuleId, rules } from '../../src/rules/index.ts';
import { anyFindings, finding, place, several } from './any-finding.ts';

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region: Readonly<Record<string, number>>;
  };
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Descriptor {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
}
interface Log {
  readonly runs: ReadonlyArray<{
    readonly tool: {
      readonly driver: Record<string, unknown> & { readonly rules: readonly Descriptor[] };
    };
    readonly invocations: ReadonlyArray<{
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: ReadonlyArray<{ readonly message: { readonly text: string } }>;
    }>;
    readonly columnKind: string;
    readonly results: readonly Result[];
  }>;
}

const schemaFile = fileURLToPath(new URL('../../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url));
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
// The schema is of draft-04; of what has changed since, it uses only `id`.
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const options = { version: '1.2.3', configFile: 'render.yaml' };
const run = (findings: readonly ShownFinding[]): Log['runs'][number] => {
  const log = JSON.parse(sarifLog(findings, options)) as Log;
  validate(log);
  expect(validate.errors).toBeNull();
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
};
const identities = (findings: readonly ShownFinding[]): string[] =>
  run(findings).results.map(({ partialFingerprints }) => partialFingerprints['cisRender/v1']!);

describe('the schema', () => {
  test('refuses what is no SARIF', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
    const log = JSON.parse(sarifLog([finding()], options)) as { runs: { results: { level: string }[] }[] };
    log.runs[0]!.results[0]!.level = 'info';
    expect(validate(log)).toBe(false);
  });

  test('takes a log of any findings', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        const { results, tool } = run(findings);
        expect(results).toHaveLength(findings.length);
        for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      }),
    );
  });
});

describe('sarif', () => {
  test('has a run, and no results, where nothing is wrong', () => {
    const { results, invocations, columnKind, tool } = run([]);
    expect(results).toEqual([]);
    expect(invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    expect(columnKind).toBe('utf16CodeUnits');
    expect(tool.driver).toEqual({ name: 'cis-render', version: '1.2.3', semanticVersion: '1.2.3', rules: [] });
  });

  test('tells place, level, message and the second place', () => {
    const [result] = run([finding({ other: place('clusters/west/shop.yaml', 9) })]).results;
    expect(result).toMatchObject({
      ruleId: 'route-annotation-empty',
      level: 'error',
      message: { text: 'the annotation is empty\nRemove it.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'clusters/east/shop.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 3, endLine: 7, endColumn: 9 },
          },
          logicalLocations: [{ name: 'cafe', fullyQualifiedName: 'Route/shop/cafe' }],
        },
      ],
      relatedLocations: [{ physicalLocation: { artifactLocation: { uri: 'clusters/west/shop.yaml' } } }],
    });
  });

  test('has the fix, file by file', () => {
    const edits = [
      { ...place('clusters/east/shop.yaml', 7), text: 'host' },
      { ...place('clusters/west/shop.yaml', 3), text: '' },
      { ...place('clusters/east/shop.yaml', 9), text: 'path' },
    ];
    const change = (startLine: number, text: string) => ({
      deletedRegion: { startLine, startColumn: 3, endLine: startLine, endColumn: 9 },
      insertedContent: { text },
    });
    expect(run([finding({ fix: { title: 'Mend it', edits } })]).results).toMatchObject([
      {
        fixes: [
          {
            description: { text: 'Mend it' },
            artifactChanges: [
              {
                artifactLocation: { uri: 'clusters/east/shop.yaml' },
                replacements: [change(7, 'host'), change(9, 'path')],
              },
              { artifactLocation: { uri: 'clusters/west/shop.yaml' }, replacements: [change(3, '')] },
            ],
          },
        ],
      },
    ]);
    expect(run([finding()]).results[0]).not.toHaveProperty('fixes');
  });

  test('puts errors first, and calls infos notes', () => {
    const findings = (['info', 'error', 'warning'] as const).map(severity => finding({ severity }));
    expect(run(findings).results.map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
  });

  test('describes each rule that is used, once', () => {
    const findings = [finding({ rule: 'tenant-lost' }), finding(), finding({ rule: 'tenant-lost' })];
    const { rules: described } = run(findings).tool.driver;
    expect(described.map(({ id }) => id)).toEqual(['route-annotation-empty', 'tenant-lost']);
    expect(described[1]).toMatchObject({
      shortDescription: { text: '<file> would lose virtual servers for lack of input: <reason>' },
      help: { text: expect.stringMatching(/^Nothing is written\./) },
      defaultConfiguration: { level: 'error' },
    });
  });

  test('describes every rule in the three texts that GitHub wants, none of them too long for it', () => {
    const ids = Object.keys(rules) as RuleId[];
    const { driver } = run(ids.map(rule => finding({ rule }))).tool;
    expect(driver.rules).toHaveLength(ids.length);
    for (const { shortDescription, fullDescription, help } of driver.rules) {
      expect(Math.min(shortDescription.text.length, help.text.length)).toBeGreaterThan(0);
      expect(fullDescription.text.length).toBeLessThanOrEqual(1000);
    }
  });

  test.each([
    ['a b/ü#1.yaml', 'a%20b/%C3%BC%231.yaml'],
    ['c:d/100%.yaml', 'c%3Ad/100%25.yaml'],
    ['a(1)/[b].yaml', 'a%281%29/%5Bb%5D.yaml'],
  ])('encodes %s', (file, uri) => {
    const [result] = run([finding({ position: place(file, 1) })]).results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('gives what has no place one, since GitHub asks for it', () => {
    const { position: _, ...placeless } = finding();
    expect(run([placeless]).results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'render.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    });
  });

  test('takes no text for a link', () => {
    const [result] = run([finding({ message: 'see [here](1)' })]).results;
    expect(result?.message.text).toBe('see [here\\](1)\nRemove it.');
  });

  test('is the same each time', () => {
    const findings = several(5, {});
    expect(sarifLog(findings, options)).toBe(sarifLog(structuredClone(findings), options));
  });
});

describe('fingerprints', () => {
  test('are those of the findings, each with a number, since equal ones are told apart', () => {
    const findings = [finding(), finding({ fingerprint: 'fedcba9876543210fedcba9876543210' }), finding()];
    expect(identities(findings)).toEqual([
      '0123456789abcdef0123456789abcdef:1',
      'fedcba9876543210fedcba9876543210:1',
      '0123456789abcdef0123456789abcdef:2',
    ]);
  });

  test('are all different, whatever is found', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        expect(new Set(identities(findings)).size).toBe(findings.length);
      }),
    );
  });
});

describe('limits of GitHub', () => {
  const notes = (text: string): string[] =>
    (JSON.parse(text) as Log).runs[0]!.invocations[0]!.toolExecutionNotifications.map(({ message }) => message.text);

  test('a run has no more results than it takes; errors stay', () => {
    const findings = [...several(sarifLimits.results, { severity: 'warning' }), ...several(3, { severity: 'error' })];
    const text = sarifLog(findings, options);
    const { results } = (JSON.parse(text) as Log).runs[0]!;
    expect(results).toHaveLength(sarifLimits.results);
    expect(results.slice(0, 4).map(({ level }) => level)).toEqual(['error', 'error', 'error', 'warning']);
    expect(notes(text)).toEqual([
      'Left out, since GitHub takes no larger file: 3 warnings.',
      'GitHub shows the first 5000 results only.',
    ]);
  });

  test('a file is no larger than it takes', () => {
    // Nothing that gzip could make smaller than three quarters.
    const findings = several(20, {}).map(one => ({ ...one, message: randomBytes(1_000_000).toString('base64') }));
    const text = sarifLog(findings, options);
    expect(gzipSync(text).length).toBeLessThanOrEqual(sarifLimits.packedBytes);
    expect((JSON.parse(text) as Log).runs[0]?.results.length).toBeGreaterThan(1);
    expect(notes(text)[0]).toMatch(/^Left out, since GitHub takes no larger file: \d+ errors\.$/);
  });
});
