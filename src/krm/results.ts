import type { ShownFinding } from '../finding.ts';
import { isObject, type JsonObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { Item } from './item.ts';
import { fieldOf, type ItemLocator } from './locator.ts';

/** A finding as a ResourceList has it: `results` of the KRM functions specification. */
export function findingResult(finding: ShownFinding, locator?: Pick<ItemLocator, 'itemOf'>): JsonObject {
  const { rule, severity, message, hint, resource, position } = finding;
  const item = position && locator?.itemOf(position);
  const { file, field, line } = position ?? {};
  return {
    // What cannot be read has nothing else to be known by.
    message: `${item && !item.value ? `${item.path}: ` : ''}${sentences(message, hint)}`,
    severity,
    ...(item ? resourceRef(item) : resource && { resourceRef: { ...resource } }),
    ...(field !== undefined && field !== '' && { field: { path: field } }),
    ...(item ? fileOf(item) : file !== undefined && { file: { path: file } }),
    tags: { rule, ...(!item && line !== undefined && { line: String(line) }) },
  };
}

/** An error that is no finding about a resource. */
export function errorResult(message: string, hint = '', config?: Item, field?: Path): JsonObject {
  return {
    message: sentences(message, hint),
    severity: 'error',
    ...(config && resourceRef(config)),
    ...(field && { field: { path: fieldOf(field) } }),
    ...(config && fileOf(config)),
  };
}

function resourceRef({ value }: Item): JsonObject {
  const { apiVersion, kind, metadata } = value ?? {};
  const { namespace, name } = isObject(metadata) ? metadata : { namespace: undefined, name: undefined };
  const texts = Object.entries({ apiVersion, kind, namespace, name }).filter(([, text]) => typeof text === 'string');
  return texts.length > 0 ? { resourceRef: Object.fromEntries(texts) } : {};
}

function fileOf({ ofFile, path, index }: Item): JsonObject {
  return ofFile ? { file: { path, ...(index !== undefined && { index }) } } : {};
}

function sentences(message: string, hint: string): string {
  const ended = /[.?!]$/.test(message) ? message : `${message}.`;
  return hint === '' ? message : `${ended} ${hint}`;
}
