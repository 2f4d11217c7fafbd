import type { DataGroups } from './data-groups.ts';
import type { IRuleList } from './irule-list.ts';

export interface Redirect {
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** Port for HTTP, and the one that is redirected to. */
  readonly port: number;
  readonly httpsPort: number;
  readonly hostless: boolean;
}

/** Adds the redirect of hosts and paths to HTTPS (specification 01 §5.11, 02 §7). On port 80 a host needs no port. */
export function addRedirect(dataGroups: DataGroups, iRules: IRuleList, redirect: Redirect): void {
  const { namespace, hosts, paths, port, httpsPort, hostless } = redirect;
  for (const written of paths) {
    const path = written === '' ? '/' : written;
    for (const rest of port === 80 ? [path, `:${port}${path}`] : [`:${port}${path}`]) {
      dataGroups.setHosts('https_redirect_dg', namespace, { hosts, rest, key: host => host + rest, value: path });
    }
  }
  iRules.attachRedirect(hostless, httpsPort);
}
