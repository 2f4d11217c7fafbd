import { objectKey } from '../../model/cluster.ts';
import { whereOf } from '../../model/where.ts';
import type { SystemCheck } from './index.ts';

/** Exports without their Service, and imports that nobody exports. */
export const checkMcs: SystemCheck = ({ clusters }, findings) => {
  const all = [...clusters.values()];
  for (const { name: cluster, serviceExports, serviceImports, services } of all) {
    for (const [key, found] of serviceExports) {
      if (services.has(key)) continue;
      findings.add('mcs-export-without-service', { name: key, cluster }, whereOf(found, ['metadata', 'name']));
    }
    for (const found of serviceImports.values()) {
      if (all.some(other => other.serviceExports.has(objectKey(found)))) continue;
      const values = { name: objectKey(found), cluster };
      findings.add('mcs-import-unexported', values, whereOf(found, ['metadata', 'name']));
    }
  }
};
