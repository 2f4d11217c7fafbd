import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffTenants, type Tenants } from '../../src/diff/index.ts';
import type { As3Object } from '../../src/emit/as3.ts';
import { changeWords } from '../../src/report/change-words.ts';
import { isObject, type Json, type JsonObject, readGoldens } from '../schemas/json.ts';
import { seed } from '../seed.ts';

/** Every tenant that a controller posted. */
const posted = readGoldens().flatMap(({ declaration = {} }) =>
  Object.entries(declaration).flatMap(([name, tenant]) =>
    isObject(tenant) && tenant.class === 'Tenant' && isObject(tenant.Shared) ? [{ name, tenant }] : [],
  ),
);

const tenants = (name: string, tenant: JsonObject): Tenants => new Map([[name, tenant as unknown as As3Object]]);

/** Lists whose order AS3 does not look at. */
const unordered = new Set([
  'members',
  'records',
  'allowVlans',
  'monitors',
  'securityLogProfiles',
  'serverTLS',
  'clientTLS',
]);

/** The same for AS3: keys and sets in another order, and its bookkeeping. */
function rewritten(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map(item => rewritten(item));
    return unordered.has(key) ? items.reverse() : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, held]) => [name, rewritten(held, name)] as const);
  return Object.fromEntries([...entries].reverse());
}

/** Paths of all values that are no object and no list. */
function leaves(value: Json, path: readonly (string | number)[] = []): Array<readonly (string | number)[]> {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, held]) => leaves(held, [...path, key]));
  return [path];
}

function replaced(value: Json, [step, ...rest]: readonly (string | number)[]): Json {
  if (step === undefined) {
    if (typeof value === 'number') return value + 1;
    return typeof value === 'boolean' ? !value : `${String(value)}-changed`;
  }
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest) : item));
  return isObject(value) ? { ...value, [step]: replaced(value[step] ?? null, rest) } : value;
}

test('there are many tenants to change', () => {
  expect(posted.length).toBeGreaterThan(80);
});

describe('tenants that controllers posted', () => {
  test('do not differ from themselves, nor from what is the same for AS3', () => {
    for (const { name, tenant } of posted) {
      const copy = rewritten(tenant) as JsonObject;
      expect(diffTenants(tenants(name, tenant), tenants(name, structuredClone(tenant)))).toEqual([]);
      expect(
        diffTenants(tenants(name, tenant), tenants(name, { ...copy, label: 'other', optimisticLockKey: 'x' })),
      ).toEqual([]);
    }
  });

  test('differ by the object in which one value is another', () => {
    fc.assert(
      fc.property(fc.nat(posted.length - 1), fc.nat(), (which, number) => {
        const { name, tenant } = posted[which]!;
        const all = leaves(tenant).filter(
          ([application, object]) => application === 'Shared' && isObject((tenant.Shared as JsonObject)[object!]!),
        );
        fc.pre(all.length > 0);
        const path = all[number % all.length]!;
        const changes = diffTenants(tenants(name, tenant), tenants(name, replaced(tenant, path) as JsonObject));
        expect(changes.length, path.join('/')).toBeGreaterThan(0);
        for (const change of changes) expect(change).toMatchObject({ tenant: name, object: path[1] });
      }),
      { seed, numRuns: 3_000 },
    );
  });

  test('differ both ways or none', () => {
    fc.assert(
      fc.property(fc.nat(posted.length - 1), fc.nat(posted.length - 1), (one, other) => {
        const [before, after] = [tenants('a', posted[one]!.tenant), tenants('a', posted[other]!.tenant)];
        const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const;
        const told = diffTenants(before, after).map(change => `${change.kind} ${change.verb}`);
        const back = diffTenants(after, before).map(change => `${change.kind} ${turned[change.verb]}`);
        expect(told.sort()).toEqual(back.sort());
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('whatever a file holds', () => {
  const classes = [
    'Service_HTTP',
    'Pool',
    'Data_Group',
    'Endpoint_Policy',
    'iRule',
    'Certificate',
    'CA_Bundle',
    'Monitor',
    '__proto__',
    'constructor',
  ];
  const names = [
    'members',
    'records',
    'rules',
    'iRule',
    'certificate',
    'monitorType',
    'virtualAddresses',
    'pool',
    'x__added',
    '__old',
    '__proto__',
  ];
  const object = fc
    .tuple(fc.constantFrom(...classes), fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 })))
    .map(([name, rest]) => Object.fromEntries([...Object.entries(rest), ['class', name]]));
  const any = fc.dictionary(fc.constantFrom('a', 'a_ab_deployment_dg', '__proto__'), object).map(objects =>
    tenants('shop', {
      class: 'Tenant',
      Shared: Object.fromEntries([...Object.entries(objects), ['class', 'Application']]),
    } as JsonObject),
  );

  test('it is compared, with itself without a difference, and both ways alike', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        expect(diffTenants(one, one)).toEqual([]);
        expect(diffTenants(one, structuredClone(one))).toEqual([]);
        const [there, back] = [diffTenants(one, other), diffTenants(other, one)];
        expect(there.length).toBe(back.length);
        for (const change of [...there, ...back]) expect(changeWords(change)).toMatch(/./);
      }),
      { seed, numRuns: 3_000 },
    );
  });
});
