import type { Virtual } from '../translate/adc.ts';
import type { DataGroupSuffix } from '../translate/names.ts';
import type { Check } from './index.ts';

/** Data groups whose values are pools. */
const groups: readonly DataGroupSuffix[] = [
  'ab_deployment_dg',
  'ssl_edge_servername_dg',
  'ssl_reencrypt_servername_dg',
  'ssl_passthrough_servername_dg',
  'default_pool_servername_dg',
];

/** Data groups that name pools which are not there (specification 02 §5.2, §10, §15.5, §17.1). */
export const checkPoolReferences: Check = ({ tenants, findings }) => {
  for (const { virtuals } of tenants) {
    const pools = new Set(virtuals.flatMap(virtual => virtual.pools.map(({ name }) => name)));
    for (const virtual of virtuals) {
      // Those of Routes are named from the pools themselves.
      if (virtual.origin.kind === 'ConfigMap') continue;
      const missing = new Map<string, string>();
      for (const { suffix, pool } of namedPools(virtual)) if (!pools.has(pool)) missing.set(pool, suffix);
      for (const [pool, suffix] of missing) {
        const { kind, namespace, name, source } = virtual.origin;
        const values = { kind, name: `${namespace}/${name}`, group: `${virtual.name}_${suffix}`, pool };
        const path = kind === 'VirtualServer' ? ['spec', 'pools'] : ['spec', 'pool'];
        findings.add('data-group-names-no-pool', values, { at: { source, path }, resource: { kind, namespace, name } });
      }
    }
  }
};

function namedPools({ dataGroups }: Virtual): Array<{ readonly suffix: DataGroupSuffix; readonly pool: string }> {
  return groups.flatMap(suffix =>
    (dataGroups.get(suffix)?.records ?? []).flatMap(({ value }) =>
      value
        .split(';')
        .map(part => part.replace(/,[0-9.]+$/, ''))
        // Those of the BIG-IP have a path.
        .filter(pool => pool !== '' && !pool.startsWith('/'))
        .map(pool => ({ suffix, pool })),
    ),
  );
}
