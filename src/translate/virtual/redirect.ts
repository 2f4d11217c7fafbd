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
  for (const host of hosts) {
    for (const written of paths) {
      const path = written === '' ? '/' : written;
      if (port === 80) dataGroups.set('https_redirect_dg', namespace, host + path, path);
      dataGroups.set('https_redirect_dg', namespace, `${host}:${port}${path}`, path);
    }
  }
  iRules.attachRedirect(hostless, httpsPort);
}
