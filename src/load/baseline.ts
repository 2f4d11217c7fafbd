import { readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Findings, type ShownFinding } from '../finding.ts';
import { byBytes } from '../order.ts';
import type { Place, Source } from '../place.ts';
import { reasonOf } from './files.ts';
import { isObject } from './manifest-object.ts';
import { ConfigurationError } from './render-config.ts';
import { decodeText } from './text.ts';

/** Findings that were there when the file was written. What is not asked for below is for people who read it. */
export interface Baseline {
  /** Path as it is shown. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly fingerprint: string;
  /** How many findings have this fingerprint. */
  readonly count: number;
  readonly place: Place;
}

/** Version of the form of the file. */
const version = 1;

/** Reads a baseline. Throws `ConfigurationError`, which says why it cannot be used. */
export function readBaseline(root: string, path: string): Baseline {
  const absolute = resolve(root, path);
  const within = relative(root, absolute).split(sep).join('/');
  const inside = !within.startsWith('..');
  const shown = (inside ? within : path) || '.';
  const unusable = (problem: string): ConfigurationError => {
    const findings = new Findings();
    findings.add('baseline-unusable', { file: shown, problem });
    return new ConfigurationError(findings);
  };
  const text = readText(absolute, unusable);
  const value = parse(text);
  if (!isObject(value) || !('version' in value)) throw unusable('it is not a baseline');
  if (value.version !== version) {
    throw unusable(`it is of version ${JSON.stringify(value.version)}; this release reads version ${version}`);
  }
  if (!Array.isArray(value.findings)) throw unusable('it has no list of findings');
  const file = { path: inside ? within : path, root: inside ? root : dirname(absolute), text };
  const source: Source = { file, start: 0, end: text.length };
  const entries = value.findings.map((entry: unknown, index): BaselineEntry => {
    const { fingerprint, count = 1 } = isObject(entry) ? entry : {};
    if (typeof fingerprint !== 'string' || !Number.isInteger(count) || (count as number) < 1)
      throw unusable(`findings.${index} has no usable fingerprint and count`);
    return { fingerprint, count: count as number, place: { source, path: ['findings', index] } };
  });
  return { file: shown, entries };
}

function readText(path: string, unusable: (problem: string) => ConfigurationError): string {
  try {
    const entry = statSync(path, { throwIfNoEntry: false });
    if (!entry) throw unusable('there is no such file');
    // A shell may hand in a pipe. A device would never end.
    if (!entry.isFile() && !entry.isFIFO()) throw unusable('it is not a file');
    return decodeText(readFileSync(path));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw unusable(`the file cannot be read: ${reasonOf(error)}`);
  }
}

/** True where a new baseline would take the place of a file that is something else. */
export function hidesOtherFile(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const text = decodeText(readFileSync(path));
  const value = parse(text);
  return text.trim() !== '' && !(isObject(value) && 'version' in value && Array.isArray(value.findings));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text of a baseline: one line a finding, in an order that does not depend on lines of manifests, so that changes of it are small. */
export function baselineText(findings: readonly ShownFinding[]): string {
  const entries = new Map<string, { readonly key: string; readonly finding: ShownFinding; count: number }>();
  for (const finding of findings) {
    const { fingerprint, position, rule } = finding;
    const before = entries.get(fingerprint);
    if (before) before.count++;
    else entries.set(fingerprint, { key: [position?.file, rule, fingerprint].join('\0'), finding, count: 1 });
  }
  const lines = [...entries.values()]
    .sort((a, b) => byBytes(a.key, b.key))
    .map(({ finding: { rule, position, resource, message, fingerprint }, count }) => {
      const name = resource && `${resource.kind} ${[resource.namespace, resource.name].filter(Boolean).join('/')}`;
      return `    ${JSON.stringify({ rule, file: position?.file, resource: name, message, fingerprint, ...(count > 1 && { count }) })}`;
    });
  return `{\n  "version": ${version},\n  "findings": [${lines.length > 0 ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
}
