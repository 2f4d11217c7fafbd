import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import validate from '../../src/generated/render-config.mjs';
import { root } from './json.ts';

const cluster = { name: 'cluster1', manifests: 'clusters/cluster1' };
const scenarios = `${root}fixtures/conformance/scenarios`;

describe('render.yaml', () => {
  it.each(readdirSync(scenarios))('of scenario %s is right', scenario => {
    const config = load(readFileSync(`${scenarios}/${scenario}/render.yaml`, 'utf8'));
    expect([validate(config), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['a glob and no controller', { clusters: [{ name: 'c', manifests: 'clusters/**/*.yaml' }] }],
    ['a list of manifests', { clusters: [{ name: 'c', manifests: ['a', 'b/*.yaml'] }] }],
    ['an inventory beside a kustomization', { clusters: [{ name: 'c', kustomize: 'o', inventory: 'live/c.yml' }] }],
    ['a kustomization', { clusters: [{ name: 'c', kustomize: 'overlays/c', cis: { args: [] } }] }],
    [
      'every key',
      {
        clusters: [
          { ...cluster, inventory: 'live/c.yaml', context: 'prod-c', cis: { args: ['--bigip-partition=test'] } },
        ],
        output: 'o',
        discovery: ['cilium', 'zones'],
        as3Version: '3.9.1',
        ipam: { 'shop/cafe.example.com_host': '10.8.3.11' },
        parity: {
          allow: [
            { kind: 'Route', namespace: 'shop', name: 'cafe', path: 'spec.host', reason: 'r' },
            { argument: 'bigip-url', reason: 'r' },
          ],
        },
      },
    ],
  ])('takes %s', (_, config) => {
    expect([validate(config), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['nothing', null, '', 'type'],
    ['no clusters', {}, '', 'required'],
    ['an empty list of clusters', { clusters: [] }, '/clusters', 'minItems'],
    ['an unknown key', { clusters: [cluster], outputs: 'x' }, '', 'additionalProperties'],
    [
      'an unknown key of a cluster',
      { clusters: [{ ...cluster, manifest: 'x' }] },
      '/clusters/0',
      'additionalProperties',
    ],
    ['a cluster without name', { clusters: [{ manifests: 'x' }] }, '/clusters/0', 'required'],
    ['a cluster with an empty name', { clusters: [{ ...cluster, name: '' }] }, '/clusters/0/name', 'minLength'],
    ['a cluster without manifests', { clusters: [{ name: 'c' }] }, '/clusters/0', 'required'],
    [
      'both manifests and kustomize',
      { clusters: [{ ...cluster, kustomize: 'y' }] },
      '/clusters/0/manifests',
      'false schema',
    ],
    [
      'a glob as inventory',
      { clusters: [{ ...cluster, inventory: 'live/*.yaml' }] },
      '/clusters/0/inventory',
      'pattern',
    ],
    [
      'an inventory that is no YAML',
      { clusters: [{ ...cluster, inventory: 'i.json' }] },
      '/clusters/0/inventory',
      'pattern',
    ],
    ['manifests of a wrong type', { clusters: [{ name: 'c', manifests: 7 }] }, '/clusters/0/manifests', 'type'],
    ['no manifests in the list', { clusters: [{ name: 'c', manifests: [] }] }, '/clusters/0/manifests', 'minItems'],
    ['a number among manifests', { clusters: [{ name: 'c', manifests: ['a', 7] }] }, '/clusters/0/manifests/1', 'type'],
    ['a list as kustomize', { clusters: [{ name: 'c', kustomize: ['a'] }] }, '/clusters/0/kustomize', 'type'],
    ['a controller without arguments', { clusters: [{ ...cluster, cis: {} }] }, '/clusters/0/cis', 'minProperties'],
    ['arguments in one string', { clusters: [{ ...cluster, cis: { args: '-a' } }] }, '/clusters/0/cis/args', 'type'],
    [
      'an argument that is no string',
      { clusters: [{ ...cluster, cis: { args: [true] } }] },
      '/clusters/0/cis/args/0',
      'type',
    ],
    [
      'an allowed difference without a reason',
      { clusters: [cluster], parity: { allow: [{ kind: 'Route' }] } },
      '/parity/allow/0',
      'required',
    ],
    [
      'an allowed difference of an unknown kind',
      { clusters: [cluster], parity: { allow: [{ kind: 'Pod', reason: 'r' }] } },
      '/parity/allow/0/kind',
      'enum',
    ],
    ['an unknown key of parity', { clusters: [cluster], parity: { allows: [] } }, '/parity', 'additionalProperties'],
    ['an empty output', { clusters: [cluster], output: '' }, '/output', 'minLength'],
    ['a number as version', { clusters: [cluster], as3Version: 3.56 }, '/as3Version', 'type'],
    ['a short version', { clusters: [cluster], as3Version: '3.56' }, '/as3Version', 'pattern'],
  ])('refuses %s with one error', (_, config, instancePath, keyword) => {
    expect(validate(config)).toBe(false);
    expect(validate.errors).toMatchObject([{ instancePath, keyword }]);
  });

  it('tells all that is wrong at once', () => {
    expect(validate({ clusters: [{ name: 7, manifests: 'x' }], output: 7, other: 7 })).toBe(false);
    expect(validate.errors?.map(error => error.instancePath).sort()).toEqual(['', '/clusters/0/name', '/output']);
  });
});
