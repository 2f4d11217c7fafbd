import { specWhere } from '../model/extended-spec.ts';
import type { Path } from '../place.ts';
import type { Check } from './index.ts';

/** Keys of the global extended ConfigMap that the controller accepts and does nothing with (specification 01 §2.2 to §2.4). */
export const checkExtendedSpec: Check = ({ spec, controller, table, findings }) => {
  if (!spec || !controller || !table) return;
  const ignored = (path: Path, reason: string): void => {
    const key = path.filter(part => typeof part === 'string').join('.');
    findings.add('extended-spec-key-ignored', { key, reason }, specWhere(spec.configMap, path, 'key'));
  };
  const { base, highAvailability, externalClusters } = spec;
  if (!table.several) {
    const alone = 'the controller runs without --multi-cluster-mode';
    if (spec.mode !== '') ignored(['mode'], alone);
    if (highAvailability) ignored(['highAvailabilityCIS'], alone);
    if (externalClusters.length > 0) ignored(['externalClustersConfig'], alone);
    if (spec.localClusterRatio !== undefined) ignored(['localClusterRatio'], alone);
    if (spec.localClusterAdminState !== '') ignored(['localClusterAdminState'], alone);
  } else {
    const clusters = [highAvailability?.primaryCluster, highAvailability?.secondaryCluster, ...externalClusters];
    for (const cluster of table.mode === 'default' ? [] : clusters) {
      if (!cluster?.serviceTypeLBDiscovery) continue;
      ignored(
        [...cluster.path, 'serviceTypeLBDiscovery'],
        `it counts only in mode default, and the mode is ${table.mode}`,
      );
    }
    if (
      controller.multiClusterMode === 'standalone' &&
      table.mode !== 'ratio' &&
      spec.localClusterRatio !== undefined
    ) {
      ignored(['localClusterRatio'], `ratios count only in mode ratio, and the mode is ${table.mode}`);
    }
  }
  if (controller.mode !== 'openshift') {
    const mode = `Routes are processed only with --controller-mode=openshift, and it is ${controller.mode}`;
    if (spec.groups.length > 0) ignored(['extendedRouteSpec'], mode);
    if (spec.defaultRouteGroup) ignored(['baseRouteSpec', 'defaultRouteGroup'], mode);
    return;
  }
  if (
    base.autoMonitorTimeout > 0 &&
    base.autoMonitor !== 'readiness-probe' &&
    base.autoMonitor !== 'service-endpoint'
  ) {
    ignored(['baseRouteSpec', 'autoMonitorTimeout'], 'there is no autoMonitor that it could be for');
  }
  if (base.defaultTLS && base.defaultTLS.reference !== 'bigip') {
    ignored(['baseRouteSpec', 'defaultTLS'], 'its reference is not "bigip"');
  }
  const known = ['1.0', '1.1', '1.2', '1.3'];
  if (!known.includes(base.tlsVersion)) {
    ignored(['baseRouteSpec', 'tlsCipher', 'tlsVersion'], `"${base.tlsVersion}" is no TLS version, and counts as 1.2`);
  }
  for (const [index, version] of base.disableTLSVersions.entries()) {
    if (['1.0', '1.1', '1.2'].includes(version)) continue;
    const reason = version === '1.3' ? 'TLS 1.3 cannot be disabled' : `"${version}" is no TLS version`;
    ignored(['baseRouteSpec', 'tlsCipher', 'disableTLSVersions', index], reason);
  }
};
