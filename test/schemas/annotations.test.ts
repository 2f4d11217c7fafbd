import { describe, expect, it } from 'vitest';
import health from '../../src/generated/health-monitors.mjs';
import loadBalancer from '../../src/generated/load-balancer-monitors.mjs';
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

describe('cis.f5.com/health', () => {
  const monitor = {
    type: 'http',
    interval: 5,
    timeout: 16,
    targetPort: 8080,
    name: '/Common/http',
    reference: 'bigip',
  };

  it.each([
    ['one monitor with every key', monitor],
    ['a monitor with nothing but defaults', {}],
    ['no monitor', []],
    ['several', [monitor, { type: 'udp', interval: 0, timeout: 0, targetPort: 0 }]],
    ['a name of its own', { type: 'tcp', name: 'ready' }],
    ['the greatest numbers', [{ interval: 3600, timeout: 900, targetPort: 65535 }]],
  ])('takes %s', (_, value) => {
    expect([loadBalancer(value), loadBalancer.errors]).toEqual([true, null]);
  });

  it.each([
    ['text', 'http', '', 'type'],
    ['null', null, '', 'type'],
    ['a list of texts', ['http'], '/0', 'type'],
    ['an unknown kind', { type: 'HTTP' }, '/type', 'enum'],
    ['an unknown kind in a list', [monitor, { type: 'sctp' }], '/1/type', 'enum'],
    ['an interval in quotes', { interval: '5' }, '/interval', 'type'],
    ['an interval that AS3 refuses', [{ interval: 3601 }], '/0/interval', 'maximum'],
    ['a negative interval', { interval: -1 }, '/interval', 'minimum'],
    ['a timeout that AS3 refuses', { timeout: 901 }, '/timeout', 'maximum'],
    ['a negative timeout', { timeout: -1 }, '/timeout', 'minimum'],
    ['a port that is none', { targetPort: 65536 }, '/targetPort', 'maximum'],
    ['a negative port', { targetPort: -1 }, '/targetPort', 'minimum'],
    ['a number as name', { name: 7 }, '/name', 'type'],
    ['an unknown reference', { name: '/Common/http', reference: 'secret' }, '/reference', 'enum'],
    ['a reference without name', [{ reference: 'bigip' }], '/0', 'dependencies'],
    ['a key that is not read', { type: 'http', send: 'GET /' }, '', 'additionalProperties'],
    ['such a key in a list', [{ recv: 'ok' }], '/0', 'additionalProperties'],
  ])('refuses %s with one error', (_, value, instancePath, keyword) => {
    expect(loadBalancer(value)).toBe(false);
    expect(loadBalancer.errors).toMatchObject([{ instancePath, keyword }]);
  });
});
