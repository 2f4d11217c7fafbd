import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { VirtualServer } from '../../model/virtual-server.ts';
import { whereOf } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { Rule } from '../adc.ts';
import { ControllerCrash } from '../failures.ts';
import type { UsableTls } from './tls-profile.ts';
import { hostsOf, type RulePool, type VirtualServerRulesInput } from './virtual-server-rules.ts';

const at = (vs: VirtualServer, path: Path) => whereOf(vs, ['spec', ...path]);

/** A pool on the path `/` whose backends an iRule chooses between. */
function rootSplit(pools: readonly RulePool[]): RulePool | undefined {
  return pools.find(({ path, split, backends }) => path === '/' && split && backends.length > 1);
}

/** A/B that does not do what it says: on the path `/`, and with a wildcard (specification 02 §5.5, §12.2). */
export function reportSplits(findings: Findings, vs: VirtualServer, pools: readonly RulePool[]): void {
  const name = objectKey(vs);
  const wildcard = hostsOf(vs).find(host => host.startsWith('*'));
  if (wildcard !== undefined && pools.some(pool => pool.split)) {
    const path = wildcard === vs.host ? ['host'] : ['hostAliases', vs.hostAliases.indexOf(wildcard)];
    findings.add('split-with-wildcard-host', { name, host: wildcard }, at(vs, path));
  }
  const root = rootSplit(pools);
  if (root) findings.add('split-on-root', { name }, at(vs, ['pools', root.index, 'path']));
}

/** Of a WAF that a pool asks for, where its virtual server has one of its own (specification 02 §5.4). */
export function reportPoolWafs(findings: Findings, { vs, pools, hasWaf }: VirtualServerRulesInput): void {
  for (const { index, waf } of hasWaf ? pools : []) {
    if (waf === '') continue;
    const field = `spec.pools.${index}.waf`;
    const reason = 'the virtual server has a WAF, by spec.waf, its Policy or a VirtualServer that is merged with it';
    const values = { kind: vs.kind, name: objectKey(vs), field, reason };
    findings.add('custom-resource-field-ignored', values, at(vs, ['pools', index, 'waf']));
  }
}

/** With passthrough nobody sees a request: there are no rules, and one pool takes it all (specification 02 §5.3, §7). */
export function reportPassthrough(findings: Findings, vs: VirtualServer): void {
  const name = objectKey(vs);
  const last = vs.pools.length - 1;
  if (last > 0) findings.add('passthrough-one-pool', { name, count: vs.pools.length }, at(vs, ['pools', last]));
  const ignored = (path: Path): void => {
    const values = {
      kind: vs.kind,
      name,
      field: ['spec', ...path].join('.'),
      reason: 'with passthrough no request is seen',
    };
    findings.add('custom-resource-field-ignored', values, at(vs, path));
  };
  if (vs.rewriteAppRoot !== '') ignored(['rewriteAppRoot']);
  if (vs.hostPersistence && vs.host !== '') ignored(['hostPersistence']);
  for (const [index, pool] of vs.pools.entries()) {
    for (const key of ['rewrite', 'hostRewrite', 'waf'] as const) if (pool[key] !== '') ignored(['pools', index, key]);
  }
}

/** Makes rules, and reports it where that crashes the controller. */
export function reportingCrash<T>(findings: Findings, { vs, pools }: VirtualServerRulesInput, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ControllerCrash) {
      const path = ['pools', rootSplit(pools)?.index ?? 0, 'path'];
      findings.add('split-on-root-crash', { name: objectKey(vs) }, at(vs, path));
    }
    throw error;
  }
}

/** With aliases the application's root is redirected from more than `/` (specification 02 §5.5, §15.6). */
export function reportAppRoot(findings: Findings, vs: VirtualServer, rules: readonly Rule[]): void {
  const wide = rules.find(
    ({ conditions, actions }) => actions[0]?.kind === 'redirect' && conditions.every(({ kind }) => kind === 'host'),
  );
  const [condition] = wide?.conditions ?? [];
  if (condition?.kind !== 'host') return;
  const values = { name: objectKey(vs), host: condition.hosts.join(', ') };
  findings.add('app-root-with-aliases', values, at(vs, ['rewriteAppRoot']));
}

/** A default pool beside routes with TLS (specification 02 §12.4, §15.9). */
export function reportDefaultPool(
  findings: Findings,
  vs: VirtualServer,
  { profile }: UsableTls,
  virtual: string,
  pool: string,
): void {
  if (profile.termination === 'passthrough' || vs.pools.length === 0) return;
  const values = { name: objectKey(vs), virtual, pool };
  findings.add('default-pool-before-routes', values, at(vs, [vs.defaultPool ? 'defaultPool' : 'policyName']));
}
