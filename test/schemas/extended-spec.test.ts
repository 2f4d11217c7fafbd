import { readdirSync, readFileSync } from 'node:fs';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import validate from '../../src/generated/extended-spec.mjs';
import { root } from './json.ts';

const cluster = { clusterName: 'cluster2', secret: 'kube-system/kubeconfig2' };

describe('extendedSpec', () => {
  /** Scenarios that are about a mistake in it, with the mistake. */
  const wrong: Record<string, string> = {
    'cm-bad-adminstate': '/adminState',
    'cm-bad-yaml': 'not YAML',
    'cm-default-group-and-groups': '/extendedRouteSpec',
    'cm-unknown-mode': '/mode',
  };

  it.each(readdirSync(`${root}fixtures/conformance/scenarios`))('of scenario %s', scenario => {
    const folder = `${root}fixtures/conformance/scenarios/${scenario}`;
    const complaints = extendedSpecs(folder).flatMap(text => {
      try {
        return validate(load(text)) ? [] : (validate.errors ?? []).map(error => error.instancePath);
      } catch {
        return ['not YAML'];
      }
    });
    const expected = wrong[scenario];
    if (expected === undefined) expect(complaints).toEqual([]);
    else {
      expect(complaints).not.toEqual([]);
      for (const complaint of complaints) expect(complaint).toContain(expected);
    }
  });

  it.each([
    ['nothing at all', {}],
    ['a ratio of 0', { mode: 'ratio', localClusterRatio: 0, externalClustersConfig: [{ ...cluster, ratio: 0 }] }],
    [
      'a version that YAML reads as a number',
      { baseRouteSpec: { tlsCipher: { tlsVersion: 1.3, disableTLSVersions: [1.1] } } },
    ],
    [
      'allowOverride with and without quotes',
      {
        extendedRouteSpec: [
          { namespace: 'a', allowOverride: 'T' },
          { namespace: 'b', allowOverride: false },
        ],
      },
    ],
    ['the key that is accepted in vain', { extendedRouteSpec: [{ namespace: 'a', meta: { dependsontls: true } }] }],
    [
      'an empty default group beside groups',
      { baseRouteSpec: { defaultRouteGroup: {} }, extendedRouteSpec: [{ namespace: 'a' }] },
    ],
    [
      'all state of a cluster',
      { externalClustersConfig: [{ ...cluster, adminState: 'no-pool', serviceTypeLBDiscovery: true }] },
    ],
  ])('takes %s', (_, spec) => {
    expect([validate(spec), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['an unknown key', { modes: 'ratio' }, '', 'additionalProperties'],
    ['an unknown mode', { mode: 'activeactive' }, '/mode', 'enum'],
    [
      'clusterAdminState',
      { externalClustersConfig: [{ ...cluster, clusterAdminState: 'enable' }] },
      '/externalClustersConfig/0',
      'additionalProperties',
    ],
    [
      'an unknown adminState',
      { externalClustersConfig: [{ ...cluster, adminState: 'up' }] },
      '/externalClustersConfig/0/adminState',
      'enum',
    ],
    [
      'a secret without namespace',
      { externalClustersConfig: [{ ...cluster, secret: 'x' }] },
      '/externalClustersConfig/0/secret',
      'pattern',
    ],
    [
      'a cluster without name',
      { externalClustersConfig: [{ secret: 'a/b' }] },
      '/externalClustersConfig/0',
      'required',
    ],
    ['a ratio in quotes', { localClusterRatio: '2' }, '/localClusterRatio', 'type'],
    ['a map where a list belongs', { extendedRouteSpec: {} }, '/extendedRouteSpec', 'type'],
    [
      'an end point without scheme',
      { highAvailabilityCIS: { primaryEndPoint: '10.1.1.1:80' } },
      '/highAvailabilityCIS/primaryEndPoint',
      'pattern',
    ],
    [
      'allowOverride yes',
      { extendedRouteSpec: [{ namespace: 'a', allowOverride: 'yes' }] },
      '/extendedRouteSpec/0/allowOverride',
      'enum',
    ],
    [
      'the partition Common',
      { extendedRouteSpec: [{ namespace: 'a', bigIpPartition: 'Common' }] },
      '/extendedRouteSpec/0/bigIpPartition',
      'not',
    ],
    [
      'namespace and namespaceLabel',
      { extendedRouteSpec: [{ namespace: 'a', namespaceLabel: 'b=c' }] },
      '/extendedRouteSpec/0',
      'not',
    ],
    [
      'a policy without namespace',
      { extendedRouteSpec: [{ namespace: 'a', policyCR: 'x' }] },
      '/extendedRouteSpec/0/policyCR',
      'pattern',
    ],
    [
      'an unknown automatic monitor',
      { baseRouteSpec: { autoMonitor: 'readiness' } },
      '/baseRouteSpec/autoMonitor',
      'enum',
    ],
    [
      'another reference',
      { baseRouteSpec: { defaultTLS: { reference: 'secret' } } },
      '/baseRouteSpec/defaultTLS/reference',
      'enum',
    ],
    [
      'a default group beside groups',
      { baseRouteSpec: { defaultRouteGroup: { vserverAddr: '10.8.3.11' } }, extendedRouteSpec: [{ namespace: 'a' }] },
      '/extendedRouteSpec',
      'maxItems',
    ],
  ])('refuses %s with one error', (_, spec, instancePath, keyword) => {
    expect(validate(spec)).toBe(false);
    expect(validate.errors).toMatchObject([{ instancePath, keyword }]);
  });
});

/** The text of every `extendedSpec` in the manifests of a scenario. */
function extendedSpecs(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths
    .filter(path => path.endsWith('.yaml') && path !== 'render.yaml')
    .flatMap(path => loadAll(readFileSync(`${folder}/${path}`, 'utf8')) as { data?: { extendedSpec?: string } }[])
    .flatMap(document => document?.data?.extendedSpec ?? []);
}
