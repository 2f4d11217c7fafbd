import { describe, expect, test } from 'vitest';
import { classDefaults, memberDefaults, monitorDefaults, ruleDefaults } from '../../src/diff/defaults.ts';
import type { As3Object } from '../../src/emit/as3.ts';
import { fillDefaults, withoutReference } from '../schemas/as3-reference.ts';
import { isObject, readJson } from '../schemas/json.ts';

/** What a class needs beside its name. */
const required: Readonly<Record<string, As3Object>> = {
  Service_HTTP: { virtualAddresses: ['10.1.1.1'] },
  Service_HTTPS: { virtualAddresses: ['10.1.1.1'], serverTLS: { bigip: '/Common/clientssl' } },
  Service_TCP: { virtualAddresses: ['10.1.1.1'], virtualPort: 1 },
  Service_UDP: { virtualAddresses: ['10.1.1.1'], virtualPort: 1 },
  Service_SCTP: { virtualAddresses: ['10.1.1.1'], virtualPort: 1 },
  Service_L4: { virtualAddresses: ['10.1.1.1'], virtualPort: 1 },
  Service_Address: { virtualAddress: '10.1.1.1' },
  Endpoint_Policy: { rules: [{ name: 'x' }] },
  Data_Group: { keyDataType: 'string', records: [{ key: 'a', value: 'b' }] },
  iRule: { iRule: 'when' },
  TLS_Server: { certificates: [{ certificate: 'x' }] },
  GSLB_Domain: { domainName: 'a.example.com', resourceRecordType: 'A' },
  GSLB_Pool: { resourceRecordType: 'A' },
  GSLB_Monitor: { monitorType: 'http' },
};

/** What has another default for each type, and is always posted. */
const ofTheirType: Readonly<Record<string, As3Object>> = { GSLB_Monitor: { send: '', receive: '' } };

/** An object with all that AS3 takes for what it does not say. */
function filled(object: As3Object): As3Object {
  const declaration = {
    class: 'ADC',
    schemaVersion: '3.56.0',
    shop: { class: 'Tenant', Shared: { class: 'Application', template: 'shared', x: object } },
  };
  return (fillDefaults(declaration) as typeof declaration).shop.Shared.x;
}

const emitted = readJson('schemas/as3-emitted.schema.json');
const definitions = isObject(emitted.definitions) ? emitted.definitions : {};

/** Properties of a class that a controller posts. */
function postedProperties(name: string): string[] {
  const definition = definitions[name];
  return isObject(definition) && isObject(definition.properties) ? Object.keys(definition.properties) : [];
}

/** Empty where there is nothing to compare with. */
const reference = withoutReference ? [] : [fillDefaults];
const comparison = withoutReference ? `NOT compared with AS3's own schema: ${withoutReference}` : "AS3's own defaults";

describe(comparison, () => {
  const classes = Object.keys(classDefaults).filter(name => name !== 'Tenant');

  test('there is a table for each class that is posted and has any', () => {
    const posted = Object.keys(definitions).filter(
      name =>
        /^[A-Z]/.test(name) &&
        isObject(definitions[name]) &&
        isObject((definitions[name] as { properties?: unknown }).properties as never),
    );
    const others = ['ADC', 'Application', 'Certificate', 'CA_Bundle', 'Monitor', 'Controls'];
    expect(posted.filter(name => !(name in classDefaults) && !others.includes(name))).toEqual([]);
  });

  for (const fill of reference)
    test('are those of a tenant', () => {
      const declaration = { class: 'ADC', schemaVersion: '3.56.0', shop: { class: 'Tenant' } };
      expect(fill(declaration).shop).toMatchObject(classDefaults.Tenant!);
    });

  for (const name of reference.length > 0 ? classes : []) {
    test(`are those of ${name}`, () => {
      const whole = filled({ class: name, ...required[name] });
      for (const [property, value] of Object.entries(classDefaults[name]!))
        if (!(property in (required[name] ?? {}))) expect([property, whole[property]]).toEqual([property, value]);
      const known = { class: name, ...required[name], ...classDefaults[name], ...ofTheirType[name] };
      expect(postedProperties(name).filter(property => property in whole && !(property in known))).toEqual([]);
    });
  }

  for (const type of reference.length > 0 ? Object.keys(monitorDefaults) : []) {
    test(`are those of ${type} monitors`, () => {
      const whole = filled({ class: 'Monitor', monitorType: type });
      expect(whole).toMatchObject(monitorDefaults[type]!);
      const known = { class: 'Monitor', monitorType: type, ...monitorDefaults[type] };
      expect(postedProperties('Monitor').filter(property => property in whole && !(property in known))).toEqual([]);
    });
  }

  for (const _ of reference)
    test('are those of members and rules', () => {
      const members = [{ serverAddresses: ['10.1.1.1'], servicePort: 80 }];
      const whole = filled({ class: 'Pool', members });
      expect(whole.members).toMatchObject([memberDefaults]);
      const policy = filled({ class: 'Endpoint_Policy', rules: [{ name: 'x' }] });
      expect(policy.rules).toMatchObject([ruleDefaults]);
    });
});
