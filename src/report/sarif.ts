import { gzipSync } from 'node:zlib';
import { bySeverity, type Fix, type Severity, type ShownFinding } from '../finding.ts';
import type { Position } from '../place.ts';
import type { RuleId } from '../rules/index.ts';
import { rules } from '../rules/index.ts';
import { ruleWords } from '../rules/words.ts';
import { countLine } from './findings.ts';
import { identities } from './identities.ts';
import { relativeUrl } from './relative-url.ts';

/** What GitHub takes in one upload: https://docs.github.com/en/code-security/code-scanning, SARIF results exceed limits. */
export const sarifLimits = {
  /** Results of a run; with more the whole file is refused. */
  results: 25_000,
  /** The first of them, by severity, are shown. */
  shown: 5_000,
  /** Bytes of the file when it is packed with gzip. */
  packedBytes: 10_000_000,
} as const;

export interface SarifOptions {
  /** Release of cis-render. */
  readonly version: string;
  /** Where what has no place is shown: GitHub asks for a location. */
  readonly configFile: string;
}

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * A log of SARIF 2.1.0 with one run. What is suppressed is not in it: GitHub shows results with `suppressions` as open alerts. Paths are relative to the root of the repository. Errors come first, and what does not fit
 * into an upload to GitHub is left out, which a notification tells.
 */
export function sarifLog(findings: readonly ShownFinding[], options: SarifOptions): string {
  const sorted = Object.values(bySeverity(findings)).flat();
  for (let count = Math.min(sorted.length, sarifLimits.results); ; count = Math.floor(count / 2)) {
    const text = log(sorted.slice(0, count), sorted.slice(count), options);
    const size = Buffer.byteLength(text);
    if (count === 0 || size <= sarifLimits.packedBytes || gzipSync(text).length <= sarifLimits.packedBytes) return text;
  }
}

function log(
  shown: readonly ShownFinding[],
  left: readonly ShownFinding[],
  { version, configFile }: SarifOptions,
): string {
  const ids = [...new Set(shown.map(({ rule }) => rule))].sort();
  const called = identities(shown);
  const run = {
    tool: { driver: { name: 'cis-render', version, semanticVersion: version, rules: ids.map(descriptor) } },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(shown, left) }],
    originalUriBaseIds: { [sourceRoot]: { description: { text: 'The root of the Git repository.' } } },
    columnKind: 'utf16CodeUnits',
    results: shown.map((finding, index) => ({
      ruleId: finding.rule,
      ruleIndex: ids.indexOf(finding.rule),
      level: levels[finding.severity],
      message: { text: plain(`${finding.message}\n${finding.hint}`) },
      locations: [location(finding, configFile)],
      ...(finding.other && {
        relatedLocations: [{ id: 1, physicalLocation: physical(finding.other), message: { text: 'See also here.' } }],
      }),
      ...(finding.fix && { fixes: [fixOf(finding.fix)] }),
      // Not under the name that GitHub uses: its upload puts a hash of its own there, and warns of any other.
      partialFingerprints: { 'cisRender/v1': called[index] },
      properties: { section: finding.section, views: finding.views },
    })),
  };
  const $schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
  return `${JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

/** GitHub asks for all three texts. */
function descriptor(id: RuleId): object {
  const { message, hint } = ruleWords(id);
  return {
    id,
    shortDescription: { text: plain(message) },
    fullDescription: { text: plain(`${message}\n${hint}`) },
    help: { text: plain(hint) },
    defaultConfiguration: { level: levels[rules[id].severity] },
    properties: { section: rules[id].section },
  };
}

function notifications(shown: readonly ShownFinding[], left: readonly ShownFinding[]): object[] {
  const say = (text: string): object => ({ level: 'warning', message: { text } });
  return [
    ...(left.length > 0 ? [say(`Left out, since GitHub takes no larger file: ${countLine(left)}.`)] : []),
    ...(shown.length > sarifLimits.shown ? [say(`GitHub shows the first ${sarifLimits.shown} results only.`)] : []),
  ];
}

const sourceRoot = '%SRCROOT%';

function location({ position, resource }: ShownFinding, configFile: string): object {
  return {
    physicalLocation: position
      ? physical(position)
      : { artifactLocation: artifact(configFile), region: { startLine: 1 } },
    ...(resource && {
      logicalLocations: [
        {
          name: resource.name,
          fullyQualifiedName: [resource.kind, resource.namespace, resource.name].filter(Boolean).join('/'),
          kind: 'resource',
        },
      ],
    }),
  };
}

function physical(position: Position): object {
  return { artifactLocation: artifact(position.file), region: regionOf(position) };
}

function regionOf({ line, column, endLine, endColumn }: Position): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function fixOf({ title, edits }: Fix): object {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: plain(title) },
    artifactChanges: files.map(file => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter(edit => edit.file === file)
        .map(edit => ({ deletedRegion: regionOf(edit), insertedContent: { text: edit.text } })),
    })),
  };
}

function artifact(file: string): object {
  return { uri: relativeUrl(file), uriBaseId: sourceRoot };
}

/** Text in which nothing is taken for an embedded link, `[text](1)` (SARIF 2.1.0, 3.11.6). */
function plain(text: string): string {
  return text.replaceAll('](', '\\](');
}
