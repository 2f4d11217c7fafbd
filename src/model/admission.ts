import type { Findings } from '../finding.ts';
import * as externalDns from '../generated/external-dns.mjs';
import * as flomeshCluster from '../generated/flomesh-cluster.mjs';
import * as flomeshExport from '../generated/flomesh-export.mjs';
import * as flomeshImport from '../generated/flomesh-import.mjs';
import * as globalTrafficPolicy from '../generated/global-traffic-policy.mjs';
import * as ingressLink from '../generated/ingress-link.mjs';
import * as policy from '../generated/policy.mjs';
import * as tlsProfile from '../generated/tls-profile.mjs';
import * as transportServer from '../generated/transport-server.mjs';
import type { ValidationError } from '../generated/virtual-server.mjs';
import * as virtualServer from '../generated/virtual-server.mjs';
import { isObject, type ManifestObject } from '../load/manifest-object.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Path } from '../place.ts';
import type { Suggested } from '../rules/did-you-mean.ts';
import type { Store } from './kinds.ts';
import { whereOf } from './where.ts';

type Schema = typeof virtualServer;

/** Schemas of custom resources, by group and kind. */
const schemas: ReadonlyMap<string, Schema> = new Map([
  ['cis.f5.com/VirtualServer', virtualServer],
  ['cis.f5.com/TransportServer', transportServer],
  ['cis.f5.com/IngressLink', ingressLink],
  ['cis.f5.com/TLSProfile', tlsProfile],
  ['cis.f5.com/Policy', policy],
  ['cis.f5.com/ExternalDNS', externalDns],
  ['flomesh.io/Cluster', flomeshCluster],
  ['flomesh.io/ServiceExport', flomeshExport],
  ['flomesh.io/ServiceImport', flomeshImport],
  ['flomesh.io/GlobalTrafficPolicy', globalTrafficPolicy],
]);

/** What the controller says itself, and rejects: an address that is missing, partition `Common`. */
const saidElsewhere: ReadonlySet<string> = new Set(['anyOf', 'not']);

/**
 * Reports what the API server would make of a custom resource: keys that it prunes (specification 02 §17.7), and values that it
 * refuses (02 §2.8). The latter are rendered as if it had taken them, so that all else that is wrong is seen too.
 */
export function reportAdmission(object: ManifestObject, { beside }: Store, findings: Findings): void {
  const { group, kind, namespace } = object;
  const schema = schemas.get(`${group}/${kind}`);
  if (!schema || schema.default(object.value)) return;
  const name = namespace === '' ? object.name : `${namespace}/${object.name}`;
  for (const error of schema.default.errors ?? []) {
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
      const meant = meantValue(error, path, object.value);
      const values = { kind, name, field, problem: problemOf(error, schema), ...meant, ...(beside && { beside }) };
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
    case 'minLength':
      return 'must not be empty';
    case 'maxItems':
      return `takes ${limit === 1 ? 'one entry' : `${limit} entries`} at most`;
    case 'pattern':
      return `has the wrong form. ${forms[pattern ?? ''] ?? pattern}`.replace(/\.$/, '');
    default:
      return message ?? 'is not valid';
  }
}
