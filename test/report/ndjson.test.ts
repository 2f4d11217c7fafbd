import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsNdjson } from '../../src/report/ndjson.ts';
import { anyFindings, finding } from './any-finding.ts';

const read = (text: string): unknown[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as unknown);

describe('ndjson', () => {
  test('has a summary where nothing is wrong', () => {
    expect(findingsNdjson([])).toBe('{"type":"summary","errors":0,"warnings":0,"infos":0}\n');
  });

  test('has a finding a line, with the keys of json in their order', () => {
    const [line] = read(findingsNdjson([finding()]));
    const keys = ['rule', 'severity', 'message', 'hint', 'section', 'position', 'resource', 'views', 'fingerprint'];
    expect(Object.keys(line as object)).toEqual(['type', ...keys]);
  });

  test('holds any text in its lines', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        const lines = read(findingsNdjson(findings));
        expect(lines.slice(0, -1)).toEqual(findings.map(one => ({ type: 'finding', ...one })));
        const of = (severity: string): number => findings.filter(one => one.severity === severity).length;
        const counts = { errors: of('error'), warnings: of('warning'), infos: of('info') };
        expect(lines.at(-1)).toEqual({ type: 'summary', ...counts });
      }),
    );
  });
});
