import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import externalDns, { type ValidationError } from '../../src/generated/external-dns.mjs';
import ingressLink from '../../src/generated/ingress-link.mjs';
import policy from '../../src/generated/policy.mjs';
import tlsProfile from '../../src/generated/tls-profile.mjs';
import transportServer from '../../src/generated/transport-server.mjs';
import virtualServer from '../../src/generated/virtual-server.mjs';
import { limits } from './custom-resource-limits.ts';
import { type CustomResourceKind, fullResource } from './full-resources.ts';
import { isObject, type Json, type JsonObject, readJson, root } from './json.ts';
import { changed, nodes } from './json-pointer.ts';

interface CustomResource {
  readonly file: string;
  readonly validate: typeof virtualServer;
}

const resources: Readonly<Record<CustomResourceKind, CustomResource>> = {
  VirtualServer: { file: 'virtual-server', validate: virtualServer },
  TransportServer: { file: 'transport-server', validate: transportServer },
  IngressLink: { file: 'ingress-link', validate: ingressLink },
  TLSProfile: { file: 'tls-profile', validate: tlsProfile },
  Policy: { file: 'policy', validate: policy },
  ExternalDNS: { file: 'external-dns', validate: externalDns },
};
const kinds = Object.keys(resources) as CustomResourceKind[];

/** What is wrong with a resource: the place, the keyword, and the name where a name is what is wrong. */
function complaints(kind: CustomResourceKind, resource: unknown): string[] {
  const { validate } = resources[kind];
  expect(validate(resource)).toBe(validate.errors === null);
  return (validate.errors ?? []).map(describeError);
}

function describeError({ instancePath, keyword, params }: ValidationError): string {
  const name = params.additionalProperty ?? params.missingProperty;
  return [instancePath, keyword, ...(name === undefined ? [] : [name])].join(' ');
}

const full = Object.fromEntries(kinds.map(kind => [kind, fullResource(kind)])) as Record<
  CustomResourceKind,
  JsonObject
>;

describe.each(kinds)('%s', kind => {
  const whole = full[kind];
  const spec = nodes(whole.spec ?? null, '/spec');

  it('with every key is right', () => {
    expect(complaints(kind, whole)).toEqual([]);
    expect(missing(readJson(`schemas/${resources[kind].file}.schema.json`), whole)).toEqual([]);
  });

  it('takes one wrong type as one error at its place', () => {
    const places = [...nodes(whole.apiVersion!, '/apiVersion'), ...nodes(whole.kind!, '/kind'), ...spec];
    for (const { pointer, value } of places) {
      const wrong: Json[] = [null, isObject(value) || Array.isArray(value) ? 'x' : {}];
      const expected = new RegExp(`^${pointer} (?:type|enum|const)$`);
      for (const other of [...wrong, 1.5])
        expect(complaints(kind, changed(whole, pointer, other)), `${pointer}: ${JSON.stringify(other)}`).toEqual([
          expect.stringMatching(expected),
        ]);
    }
  });

  it('takes an unknown key as one error in every object of spec', () => {
    const objects = spec.filter(({ value, pointer }) => isObject(value) && pointer !== '/spec/selector/matchLabels');
    for (const { pointer } of objects)
      expect(complaints(kind, changed(whole, `${pointer}/unknown`, 'x'))).toEqual([
        `${pointer} additionalProperties unknown`,
      ]);
  });

  it('is open where the API server keeps what it does not know', () => {
    for (const pointer of ['/other', '/metadata/annotations', '/metadata/labels/app', '/status/other'])
      expect(complaints(kind, changed(whole, pointer, 'x'))).toEqual([]);
  });

  it('needs to say what it is', () => {
    for (const key of ['apiVersion', 'kind', 'metadata'])
      expect(complaints(kind, changed(whole, `/${key}`, undefined))).toEqual([` required ${key}`]);
    expect(complaints(kind, changed(whole, '/apiVersion', 'cis.f5.com/v2'))).toEqual(['/apiVersion const']);
    expect(complaints(kind, changed(whole, '/kind', 'virtualserver'))).toEqual(['/kind const']);
  });

  it('needs its label in quotes', () => {
    expect(complaints(kind, changed(whole, '/metadata/labels/f5cr', true))).toEqual(['/metadata/labels/f5cr type']);
  });

  it('needs a spec, unless nothing need be set', () => {
    const expected = kind === 'Policy' ? [] : [' required spec'];
    expect(complaints(kind, changed(whole, '/spec', undefined))).toEqual(expected);
  });
});

describe('required', () => {
  it.each<[CustomResourceKind, string]>([
    ['VirtualServer', '/spec/defaultPool/reference'],
    ['TransportServer', '/spec/virtualServerPort'],
    ['TransportServer', '/spec/pool'],
    ['TransportServer', '/spec/mode'],
    ['TLSProfile', '/spec/tls'],
    ['TLSProfile', '/spec/tls/termination'],
    ['Policy', '/spec/defaultPool/reference'],
  ])('%s %s', (kind, pointer) => {
    const [, holder, key] = /^(.*)\/(.*)$/.exec(pointer)!;
    expect(complaints(kind, changed(full[kind], pointer, undefined))).toEqual([`${holder} required ${key}`]);
  });

  it('nothing else', () => {
    const required: string[] = [];
    for (const kind of kinds)
      for (const { pointer, value } of nodes(full[kind].spec!, '/spec'))
        for (const key of isObject(value) ? Object.keys(value) : [])
          if (complaints(kind, changed(full[kind], `${pointer}/${key}`, undefined)).length > 0)
            required.push(`${kind} ${pointer}/${key}`);
    expect(required).toHaveLength(7);
  });

  it.each<CustomResourceKind>(['VirtualServer', 'TransportServer', 'IngressLink'])(
    '%s: an address or a label for IPAM',
    kind => {
      const unaddressed = changed(full[kind], '/spec/virtualServerAddress', undefined);
      expect(complaints(kind, unaddressed)).toEqual([]);
      expect(complaints(kind, changed(full[kind], '/spec/ipamLabel', undefined))).toEqual([]);
      expect(complaints(kind, changed(unaddressed, '/spec/ipamLabel', undefined))).toEqual(['/spec anyOf']);
      expect(complaints(kind, changed(unaddressed, '/spec/ipamLabel', 7))).toEqual(['/spec/ipamLabel type']);
    },
  );
});

describe('keys that the API server prunes (specification 02 §0.3)', () => {
  it.each<[CustomResourceKind, string, Json]>([
    ['TransportServer', '/spec/botDefense', '/Common/bot-defense'],
    ['TransportServer', '/spec/pool/path', '/'],
    ['TransportServer', '/spec/pool/rewrite', '/'],
    ['TransportServer', '/spec/pool/waf', '/Common/WAF_Policy'],
    ['TransportServer', '/spec/pool/hostRewrite', 'inner.example.com'],
    ['TransportServer', '/spec/pool/monitor/sslProfile', '/Common/serverssl'],
    ['TransportServer', '/spec/pool/monitors/0/sslProfile', '/Common/serverssl'],
    ['TransportServer', '/spec/pool/alternateBackends/0/staticPoolMembers', []],
    ['IngressLink', '/spec/monitors/0/type', 'http'],
    ['IngressLink', '/spec/monitors/0/send', 'GET /'],
    ['IngressLink', '/spec/monitors/0/recv', 'ok'],
    ['IngressLink', '/spec/monitors/0/interval', 5],
    ['IngressLink', '/spec/monitors/0/timeout', 16],
    ['IngressLink', '/spec/monitors/0/targetPort', 8081],
    ['IngressLink', '/spec/monitors/0/sslProfile', '/Common/serverssl'],
    ['IngressLink', '/spec/multiClusterServices/0/servicePort', 80],
  ])('%s %s', (kind, pointer, value) => {
    const [, holder, key] = /^(.*)\/(.*)$/.exec(pointer)!;
    expect(complaints(kind, changed(full[kind], pointer, value))).toEqual([`${holder} additionalProperties ${key}`]);
  });
});

describe('limits (specification 02 §2)', () => {
  it.each(limits)('$kind $pointer: $keyword', ({ kind, pointer, keyword, right, wrong }) => {
    expect(right.length).toBeGreaterThan(0);
    expect(wrong.length).toBeGreaterThan(0);
    for (const value of right)
      expect(complaints(kind, changed(full[kind], pointer, value)), JSON.stringify(value)).toEqual([]);
    for (const value of wrong)
      expect(complaints(kind, changed(full[kind], pointer, value)), JSON.stringify(value)).toEqual([
        `${pointer} ${keyword}`,
      ]);
  });

  it('are tested where a schema has any', () => {
    for (const kind of kinds) {
      const schema = readJson(`schemas/${resources[kind].file}.schema.json`);
      const tested = new Set(
        limits.filter(limit => limit.kind === kind).map(({ pointer, keyword }) => `${pointer} ${keyword}`),
      );
      const stated = nodes(full[kind].spec!, '/spec').flatMap(({ pointer }) =>
        limitsAt(schema, pointer).map(word => `${pointer} ${word}`),
      );
      expect(stated.length).toBeGreaterThan(0);
      expect(stated.filter(limit => !tested.has(limit))).toEqual([]);
    }
  });
});

it('tells all that is wrong at once', () => {
  const wrong = { kind: 'TransportServer', metadata: {}, spec: { mode: 'x', virtualServerPort: 0, snatt: 'auto' } };
  expect(complaints('TransportServer', wrong).sort()).toEqual([
    ' required apiVersion',
    '/spec additionalProperties snatt',
    '/spec anyOf',
    '/spec required pool',
    '/spec/mode enum',
    '/spec/virtualServerPort minimum',
  ]);
});

it('definitions of one name are one thing in all schemas', () => {
  const seen = new Map<string, Json>();
  let repeated = 0;
  for (const kind of kinds) {
    const { definitions } = readJson(`schemas/${resources[kind].file}.schema.json`);
    for (const [name, definition] of Object.entries(definitions as JsonObject)) {
      if (seen.has(name)) {
        repeated++;
        expect(definition, `${name} of ${kind}`).toEqual(seen.get(name));
      }
      seen.set(name, definition);
    }
  }
  expect(repeated).toBeGreaterThan(30);
});

describe('manifests of scenarios', () => {
  const folder = `${root}fixtures/conformance/scenarios`;
  /** Scenarios with a mistake in a custom resource. */
  const wrong: Readonly<Record<string, string[]>> = {
    // No address is what the scenario is about.
    'vs-bad': ['VirtualServer noaddr /spec anyOf'],
    // The key is an old name of multiClusterServices, which the controller does not read any more.
    'vs-aa-external-refs': Array(2).fill(
      'VirtualServer cafe /spec/pools/0 additionalProperties extendedServiceReferences',
    ),
  };
  const manifests = new Map(readdirSync(folder).map(scenario => [scenario, customResources(`${folder}/${scenario}`)]));

  it('hold every kind', () => {
    expect(new Set([...manifests.values()].flat().map(({ kind }) => kind))).toEqual(new Set(kinds));
  });

  it.each([...manifests].filter(([, all]) => all.length > 0))('%s', (scenario, all) => {
    const found = all.flatMap(resource =>
      complaints(resource.kind, resource).map(error => `${resource.kind} ${resource.metadata.name} ${error}`),
    );
    expect(found).toEqual(wrong[scenario] ?? []);
  });
});

interface Manifest {
  readonly kind: CustomResourceKind;
  readonly metadata: { readonly name: string };
}

function customResources(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.yaml') && path !== 'render.yaml')
    .flatMap(path => loadAll(readFileSync(`${folder}/${path}`, 'utf8')) as (Manifest | null)[])
    .filter(document => document !== null && document.kind in resources) as Manifest[];
}

/** What the schema says of a place, `$ref`s followed. */
function schemaAt(whole: JsonObject, pointer: string): JsonObject {
  const follow = (schema: JsonObject): JsonObject => {
    const name = /^#\/definitions\/(\w+)$/.exec(String(schema.$ref))?.[1];
    return name === undefined ? schema : follow((whole.definitions as JsonObject)[name] as JsonObject);
  };
  return pointer
    .slice(1)
    .split('/')
    .reduce((schema, key) => {
      const within =
        (schema.properties as JsonObject | undefined)?.[key] ?? schema.items ?? schema.additionalProperties;
      if (!isObject(within)) throw new Error(`${pointer}: the schema knows no ${key}`);
      return follow(within);
    }, whole);
}

function limitsAt(whole: JsonObject, pointer: string): string[] {
  const words = ['enum', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'not'];
  return Object.keys(schemaAt(whole, pointer)).filter(key => words.includes(key));
}

/** Properties of the schema that a resource does not have at their place. */
function missing(whole: JsonObject, resource: JsonObject): string[] {
  const walk = (pointer: string, value: Json): string[] => {
    const { properties } = pointer === '' ? whole : schemaAt(whole, pointer);
    if (Array.isArray(value)) return value.length === 0 ? [`${pointer}/0`] : walk(`${pointer}/0`, value[0]!);
    if (!isObject(value) || !isObject(properties)) return [];
    return Object.keys(properties).flatMap(key =>
      value[key] === undefined ? [`${pointer}/${key}`] : walk(`${pointer}/${key}`, value[key]),
    );
  };
  return walk('', resource);
}
