import { describe, expect, it } from 'vitest';
import health from '../../src/generated/health-monitors.mjs';
import services from '../../src/generated/multi-cluster-services.mjs';

const service = { clusterName: 'cluster3', service: 'web', namespace: 'shop', servicePort: 8080 };

describe('virtual-server.f5.com/multiClusterServices', () => {
  it.each([
    ['no entry', []],
    ['a port by number', [service]],
    ['a port by name, and a weight', [{ ...service, servicePort: 'http', weight: 0 }]],
  ])('takes %s', (_, value) => {
    expect([services(value), services.errors]).toEqual([true, null]);
  });

  it.each([
    ['one entry without list', service, '', 'type'],
    ['an entry without cluster', [{ ...service, clusterName: undefined }], '/0', 'required'],
    ['an entry with an empty namespace', [{ ...service, namespace: '' }], '/0/namespace', 'minLength'],
    ['port 0', [{ ...service, servicePort: 0 }], '/0/servicePort', 'minimum'],
    ['a fraction as weight', [{ ...service, weight: 10.5 }], '/0/weight', 'type'],
    ['a weight in quotes', [service, { ...service, weight: '10' }], '/1/weight', 'type'],
    ['an unknown key', [{ ...service, port: 80 }], '/0', 'additionalProperties'],
  ])('refuses %s with one error', (_, value, instancePath, keyword) => {
    expect(services(value)).toBe(false);
    expect(services.errors).toMatchObject([{ instancePath, keyword }]);
  });
});

describe('virtual-server.f5.com/health', () => {
  it.each([
    ['a monitor with nothing but defaults', [{}]],
    [
      'every key',
      [
        {
          type: 'https',
          path: '/',
          send: 'GET /',
          recv: 'ok',
          interval: 5,
          timeout: 16,
          targetPort: 8443,
          sslProfile: '/Common/serverssl',
        },
      ],
    ],
  ])('takes %s', (_, value) => {
    expect([health(value), health.errors]).toEqual([true, null]);
  });

  it.each([
    ['one monitor without list', { type: 'http' }, '', 'type'],
    ['an unknown kind', [{ type: 'HTTP' }], '/0/type', 'enum'],
    ['an interval in quotes', [{ interval: '5' }], '/0/interval', 'type'],
    ['a timeout that AS3 refuses', [{ timeout: 901 }], '/0/timeout', 'maximum'],
    ['a port that is none', [{ targetPort: 65536 }], '/0/targetPort', 'maximum'],
    ['an unknown key', [{ receive: 'ok' }], '/0', 'additionalProperties'],
  ])('refuses %s with one error', (_, value, instancePath, keyword) => {
    expect(health(value)).toBe(false);
    expect(health.errors).toMatchObject([{ instancePath, keyword }]);
  });
});
