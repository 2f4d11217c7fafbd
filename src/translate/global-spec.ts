import type { Findings } from '../finding.ts';
import { suggestion } from '../load/suggestion.ts';
import { type Cluster, objectKey } from '../model/cluster.ts';
import type { Controller } from '../model/controller.ts';
import { type ExtendedSpec, readExtendedSpec, specWhere } from '../model/extended-spec.ts';
import { placeIn, whereOf } from '../model/where.ts';
import { isExtendedConfigMap } from './routes/groups.ts';

/** The global extended ConfigMap, or why the controller exits. */
export function readGlobalSpec(
  cluster: Cluster,
  controller: Controller,
  findings: Findings,
): ExtendedSpec | 'refused' | undefined {
  const { extendedSpec, mode, multiClusterMode } = controller;
  if (!extendedSpec || (mode !== 'openshift' && multiClusterMode === '')) return undefined;
  const configMap = cluster.configMaps.get(objectKey(extendedSpec));
  const place = cluster.controller?.place;
  if (!configMap) {
    const keys = [...cluster.configMaps.keys()];
    const namesake = keys.find(key => key.endsWith(`/${extendedSpec.name}`));
    const { suggested } = namesake ? { suggested: namesake } : suggestion(objectKey(extendedSpec), keys);
    const meant = suggested === undefined ? undefined : cluster.configMaps.get(suggested);
    findings.add(
      'extended-spec-missing',
      { name: objectKey(extendedSpec), cluster: cluster.name, ...(suggested !== undefined && { suggested }) },
      { ...(place && { at: place }), ...(meant && { other: placeIn(meant, ['metadata']) }) },
    );
    return 'refused';
  }
  if (!isExtendedConfigMap(configMap)) {
    findings.add(
      'extended-spec-unlabelled',
      { name: objectKey(configMap) },
      whereOf(configMap, ['metadata', 'labels']),
    );
  }
  if (configMap.extendedSpec.trim() === '') {
    const { nearKey: near } = configMap;
    const values = { name: objectKey(configMap), ...(near !== undefined && { near }) };
    findings.add(
      'extended-spec-empty',
      values,
      whereOf(configMap, near === undefined ? ['data'] : ['data', near], 'key'),
    );
  }
  const spec = readExtendedSpec(configMap, findings);
  if (!spec) return 'refused';
  if (spec.defaultRouteGroup?.bigIpPartition === 'Common') {
    // Checked in every mode; the rest of the route part only where Routes are processed (01 §2.6).
    const where = specWhere(configMap, ['baseRouteSpec', 'defaultRouteGroup', 'bigIpPartition']);
    findings.add('extended-spec-refused', { problem: 'bigIpPartition must not be Common' }, where);
    return 'refused';
  }
  return spec;
}
