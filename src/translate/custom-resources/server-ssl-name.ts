import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { sanitise } from '../names.ts';

/**
 * Name of the TLS_Client as the data group of server SSL profiles says it. It is sanitised, and the object itself is not: so it
 * names nothing where the virtual server has a `-` or `.` in its name, which is reported (specification 02 §7).
 */
export function clientProfileName(
  { findings }: { readonly findings: Findings },
  resource: Resource,
  virtual: string,
  key = 'virtualServerName',
): string {
  const name = `${virtual}_tls_client`;
  const said = sanitise(name);
  if (said !== name) {
    const { kind, namespace, name: own, source } = resource;
    const where = { at: { source, path: ['spec', key] }, resource: { kind, namespace, name: own } };
    findings.add('server-ssl-unnamed', { kind, name: objectKey(resource), virtual, said }, where);
  }
  return said;
}
