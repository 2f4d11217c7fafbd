import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gitlabReport } from '../../src/report/gitlab.ts';
import { anyFindings, finding, several } from './any-finding.ts';

const report = (...findings: Parameters<typeof finding>[0][]): Array<Record<string, unknown>> =>
  JSON.parse(gitlabReport(findings.map(finding), 'shop/render.yaml'));

describe('gitlab', () => {
  test('has of each finding what GitLab reads', () => {
    expect(report({})).toEqual([
      {
        description: 'the annotation is empty',
        check_name: 'route-annotation-empty',
        fingerprint: '0123456789abcdef0123456789abcdef:1',
        severity: 'major',
        location: { path: 'clusters/east/shop.yaml', lines: { begin: 7 } },
      },
    ]);
  });

  test('is an empty list where nothing is wrong', () => {
    expect(gitlabReport([], 'render.yaml')).toBe('[]\n');
  });

  test('has severities of GitLab', () => {
    const severities = report({ severity: 'error' }, { severity: 'warning' }, { severity: 'info' });
    expect(severities.map(({ severity }) => severity)).toEqual(['major', 'minor', 'info']);
  });

  test('shows what has no place in render.yaml', () => {
    const { position: _, ...placeless } = finding();
    expect(JSON.parse(gitlabReport([placeless], 'shop/render.yaml'))[0].location).toEqual({
      path: 'shop/render.yaml',
      lines: { begin: 1 },
    });
  });

  test('tells findings apart that are the same', () => {
    const fingerprints = JSON.parse(gitlabReport(several(3, {}), 'render.yaml')).map(
      (entry: { fingerprint: string }) => entry.fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(3);
  });

  test('holds any text', () => {
    fc.assert(
      fc.property(anyFindings, findings => {
        const entries = JSON.parse(gitlabReport(findings, 'render.yaml'));
        expect(entries.map(({ description }: { description: string }) => description)).toEqual(
          findings.map(({ message }) => message),
        );
      }),
    );
  });
});
