import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseError, parseTree } from 'jsonc-parser';
import { Findings } from '../finding.ts';
import type { Place } from '../place.ts';
import { reasonOf } from './files.ts';
import { isObject } from './manifest-object.ts';
import { ConfigurationError } from './render-config.ts';
import { decodeText } from './text.ts';

/** A rendered file as it is committed: one `ADC` declaration with one tenant. */
export interface CommittedDeclaration {
  readonly tenant: string;
  /** Path relative to the workspace. */
  readonly file: string;
  /** The whole file. */
  readonly text: string;
  /** AS3 release that it is made for, `3.56.0`. */
  readonly schemaVersion: string;
  /** AS3 `Tenant` in it. */
  readonly declared: Readonly<Record<string, unknown>>;
}

/** Reads a rendered file. Throws `ConfigurationError`, which says where and why it is not what a build writes. */
export function readCommitted(root: string, file: string, tenant: string): CommittedDeclaration {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, file));
  } catch (error) {
    throw unusable({ root, file, text: '' }, reasonOf(error), 0);
  }
  if (!isUtf8(bytes)) throw unusable({ root, file, text: '' }, 'it is not UTF-8', 0);
  return parseCommitted({ root, file, text: decodeText(bytes) }, tenant);
}

/** A file that is not necessarily on the disk. */
interface Given {
  readonly root: string;
  readonly file: string;
  readonly text: string;
}

/** The same of a text, such as that of an earlier revision. */
export function parseCommitted(given: Given, tenant: string): CommittedDeclaration {
  const { file, text } = given;
  const value = parse(given);
  if (!isObject(value) || value.class !== 'ADC') throw unusable(given, 'it is no AS3 declaration of class ADC', 0);
  const { schemaVersion } = value;
  if (typeof schemaVersion !== 'string' || !/^\d+\.\d+\.\d+$/.test(schemaVersion))
    throw unusable(given, 'it has no schemaVersion', 0);
  const tenants = Object.entries(value).filter(([, one]) => isObject(one) && one.class === 'Tenant');
  const [[name, declared] = []] = tenants;
  if (tenants.length !== 1) throw unusable(given, `it has ${tenants.length} tenants instead of one`, 0);
  if (name !== tenant) throw unusable(given, `its tenant is ${name}, and its name says ${tenant}`, 0);
  return { tenant, file, text, schemaVersion, declared: declared as CommittedDeclaration['declared'] };
}

function parse(given: Given): unknown {
  try {
    return JSON.parse(given.text);
  } catch {
    const errors: ParseError[] = [];
    parseTree(given.text, errors, { disallowComments: true });
    const offset = errors[0]?.offset ?? 0;
    const conflict = /^(?:<{7}|={7}|>{7})(?: |$)/m.exec(given.text);
    if (conflict) throw unusable(given, 'a merge left its marks in it', conflict.index);
    throw unusable(given, offset >= given.text.trimEnd().length ? 'it ends too early' : 'it is not JSON', offset);
  }
}

function unusable({ root, file, text }: Given, problem: string, offset: number): ConfigurationError {
  const findings = new Findings();
  const source = { file: { path: file, root, text }, start: 0, end: text.length };
  const at: Place = text === '' ? { source } : { source, range: [offset, offset] };
  findings.add('rendered-unusable', { file, problem }, { at });
  return new ConfigurationError(findings);
}
