import { describe, expect, test } from 'vitest';
import { ParameterError, readParameters } from '../../src/argocd/parameters.ts';
import { pair } from '../cli/shops-and-banks.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { plugin } from './plugin.ts';

const given = (...list: unknown[]) => ({ ARGOCD_APP_PARAMETERS: JSON.stringify(list) });

describe('parameters', () => {
  test('are those of the Application, then of PARAM, then of the environment', () => {
    const everywhere = {
      ...given({ name: 'cluster', string: 'one' }),
      PARAM_CLUSTER: 'two',
      ARGOCD_ENV_CIS_RENDER_CLUSTER: 'three',
    };
    expect(readParameters(everywhere).text('cluster')).toBe('one');
    expect(readParameters({ ...everywhere, ...given() }).text('cluster')).toBe('two');
    expect(readParameters({ ARGOCD_ENV_CIS_RENDER_CLUSTER: 'three' }).text('cluster')).toBe('three');
  });

  test('have defaults, also where a field is left empty', () => {
    const { text, on, list } = readParameters(given({ name: 'sync', string: '' }));
    expect([text('sync'), text('credentials-secret'), on('prune'), on('manifests')]).toEqual([
      'postsync',
      'bigip-login',
      false,
      true,
    ]);
    expect(list('exclude-kinds')).toContain('Node');
  });

  test('are none where Argo CD says null', () => {
    expect(readParameters({ ARGOCD_APP_PARAMETERS: 'null' }).text('cluster')).toBe('');
  });

  test.each(['on', 'ON', 'true', 'yes', '1'])('take %s for on', word => {
    expect(readParameters({ PARAM_DRY_RUN: word }).on('dry-run')).toBe(true);
  });

  test.each([
    given({ name: 'exclude-kinds', array: ['Secret', 'Node'] }),
    { PARAM_EXCLUDE_KINDS_0: 'Secret', PARAM_EXCLUDE_KINDS_1: 'Node' },
    { ARGOCD_ENV_CIS_RENDER_EXCLUDE_KINDS: 'Secret, Node' },
  ])('have lists: %o', environment => {
    expect(readParameters(environment).list('exclude-kinds')).toEqual(['Secret', 'Node']);
  });

  test.each([
    [given({ name: 'clutser', string: 'x' }), 'there is no parameter "clutser"; did you mean cluster?'],
    [
      given({ name: 'sync', string: 'presync' }),
      'parameter sync is "presync", and has to be one of postsync, show, off',
    ],
    [{ PARAM_PRUNE: 'maybe' }, 'parameter prune is "maybe", and has to be one of on, off'],
    [given({ name: 'image', array: ['x'] }), 'parameter image is a list: give it as a string'],
    [given({ name: 'image', map: { x: 'y' } }), 'parameter image is a map: give it as a string or an array'],
    [{ ARGOCD_APP_PARAMETERS: '[' }, 'ARGOCD_APP_PARAMETERS is no JSON'],
    [{ ARGOCD_APP_PARAMETERS: '{"name":"image"}' }, 'ARGOCD_APP_PARAMETERS is no list of parameters'],
    [given(null), 'ARGOCD_APP_PARAMETERS is no list of parameters'],
    [
      { ARGOCD_ENV_CIS_RENDER_DRYRUN: 'on' },
      'there is no variable "CIS_RENDER_DRYRUN"; did you mean CIS_RENDER_DRY_RUN?',
    ],
  ])('that cannot be used are told: %o', (environment, words) => {
    expect(() => readParameters(environment)).toThrow(new ParameterError(words));
  });
});

describe('render argocd parameters', () => {
  test('tells which clusters and views there are', async () => {
    const { stdout, stderr, code } = await plugin(temporaryWorkspace(pair), { command: ['parameters'] });
    expect([stderr, code]).toEqual(['', 0]);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'cluster', required: true, tooltip: expect.stringContaining('east, west') },
      { name: 'view', tooltip: expect.stringContaining('east, west') },
    ]);
  });

  test('asks for no cluster where there is one', async () => {
    const config = 'clusters:\n  - {name: east, manifests: east}\n';
    const { stdout } = await plugin(temporaryWorkspace({ 'render.yaml': config }), { command: ['parameters'] });
    expect(JSON.parse(stdout)[0]).not.toHaveProperty('required');
    expect(JSON.parse(stdout)[0]).toHaveProperty('string', 'east');
  });
});

describe('a cluster or a view', () => {
  test.each([
    [{}, 'parameter cluster is missing: it has to be one of east, west'],
    [{ cluster: 'wset' }, 'parameter cluster wset: no such cluster in the workspace; did you mean west?'],
    [{ cluster: 'east', view: 'north' }, 'parameter view north: no such cluster in the workspace: it has east, west'],
  ])('has to be there: %o', async (parameters, words) => {
    const { stdout, stderr, code } = await plugin(temporaryWorkspace(pair), { parameters });
    expect([stdout, code, stderr.split('\n')[0]]).toEqual(['', 2, `cis-render: app shop: ${words}`]);
  });
});
