import type { Findings } from '../finding.ts';
import validateExternalDns, * as externalDns from '../generated/external-dns.mjs';
import validateIngressLink, * as ingressLink from '../generated/ingress-link.mjs';
import validatePolicy, * as policy from '../generated/policy.mjs';
import validateTlsProfile, * as tlsProfile from '../generated/tls-profile.mjs';
import validateTransportServer, * as transportServer from '../generated/transport-server.mjs';
import type { ValidationError } from '../generated/virtual-server.mjs';
import validateVirtualServer, * as virtualServer from '../generated/virtual-server.mjs';
import { isObject, type ManifestObject } from '../load/manifest-object.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Path } from '../place.ts';
import type { Suggested } from '../rules/did-you-mean.ts';
import { whereOf } from './where.ts';

interface Schema {
  readonly validate: typeof validatePolicy;
  readonly keys: typeof policy.keys;
  readonly forms: typeof policy.forms;
}

/** Schemas of the controller's custom resources, by kind. */
const schemas: ReadonlyMap<string, Schema> = new Map([
  ['VirtualServer', { validate: validateVirtualServer, keys: virtualServer.keys, forms: virtualServer.forms }],
  ['TransportServer', { validate: validateTransportServer, keys: transportServer.keys, forms: transportServer.forms }],
  ['IngressLink', { validate: validateIngressLink, keys: ingressLink.keys, forms: ingressLink.forms }],
  ['TLSProfile', { validate: validateTlsProfile, keys: tlsProfile.keys, forms: tlsProfile.forms }],
  ['Policy', { validate: validatePolicy, keys: policy.keys, forms: policy.forms }],
  ['ExternalDNS', { validate: validateExternalDns, keys: externalDns.keys, forms: externalDns.forms }],
]);

/** What the controller says itself, and rejects: an address that is missing, partition `Common`. */
const saidElsewhere: ReadonlySet<string> = new Set(['anyOf', 'not']);

/**
 * Reports what the API server would make of a custom resource: keys that it prunes (specification 02 §17.7), and values that it
 * refuses (02 §2.8). The latter are rendered as if it had taken them, so that all else that is wrong is seen too.
 */
export function reportAdmission(object: ManifestObject, findings: Findings): void {
  const schema = schemas.get(object.kind);
  if (!schema || schema.validate(object.value)) return;
  const { kind } = object;
  const name = `${object.namespace}/${object.name}`;
  for (const error of schema.validate.errors ?? []) {
    if (saidElsewhere.has(error.keyword) || error.instancePath.startsWith('/metadata')) continue;
    const path = pathOf(error.instancePath, object.value);
    if (error.keyword === 'additionalProperties') {
      const key = String((error.params as { additionalProperty?: unknown }).additionalProperty);
      const place = path.map(part => (typeof part === 'number' ? '*' : part)).join('/');
      const values = {
        kind,
        name,
        field: [...path, key].join('.'),
        ...suggestion(key, schema.keys[`/${place}`] ?? []),
      };
      findings.add('custom-resource-key-unknown', values, whereOf(object, [...path, key], 'key'));
    } else {
      const field = path.join('.') || 'it';
      const values = { kind, name, field, problem: problemOf(error, schema), ...meantValue(error, path, object.value) };
      findings.add('custom-resource-invalid', values, whereOf(object, path));
    }
  }
}

/** The value that was meant, of those that a field may have. */
function meantValue({ keyword, params }: ValidationError, path: Path, object: unknown): Suggested {
  if (keyword !== 'enum') return {};
  const value = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], object);
  const { allowedValues = [] } = params as { readonly allowedValues?: readonly unknown[] };
  const words = allowedValues.filter(allowed => typeof allowed === 'string' && allowed !== '') as string[];
  // Where the words are few and short, what is merely near, as `udp` is to `tcp`, is not what was meant.
  const meant = typeof value === 'string' ? suggestion(value, words) : {};
  return meant.certain ? meant : {};
}

/** A JSON pointer as a path: its numbers are indexes where they stand for items of a list. */
function pathOf(pointer: string, value: unknown): Path {
  const path: Array<string | number> = [];
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = Array.isArray(at) ? at[Number(key)] : isObject(at) ? at[key] : undefined;
  }
  return path;
}

function problemOf({ keyword, params, message }: ValidationError, { forms }: Schema): string {
  const {
    allowedValues = [],
    missingProperty,
    pattern,
    limit,
  } = params as {
    readonly allowedValues?: readonly unknown[];
    readonly missingProperty?: string;
    readonly pattern?: string;
    readonly limit?: number;
  };
  switch (keyword) {
    case 'enum':
      return `must be one of ${allowedValues.map(value => (value === '' ? '""' : value)).join(', ')}`;
    case 'required':
      return `needs ${missingProperty}`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'maxItems':
      return `takes ${limit === 1 ? 'one entry' : `${limit} entries`} at most`;
    case 'pattern':
      return `has the wrong form. ${forms[pattern ?? ''] ?? pattern}`.replace(/\.$/, '');
    default:
      return message ?? 'is not valid';
  }
}
