import type { Findings } from '../../finding.ts';
import { objectKey } from '../../model/cluster.ts';
import type { Resource } from '../../model/metadata.ts';
import { whereOf } from '../../model/where.ts';
import { serverSslName } from '../virtual/tls-sides.ts';

/** The server SSL profile of Secrets as the data group says it, which is reported where it names nothing (02 §7). */
export function saidServerSsl(
  findings: Findings,
  resource: Resource,
  virtual: string,
  key = 'virtualServerName',
): string {
  const { said, isRight } = serverSslName(virtual);
  if (!isRight) {
    const values = { kind: resource.kind, name: objectKey(resource), virtual, said };
    findings.add('server-ssl-unnamed', values, whereOf(resource, ['spec', key]));
  }
  return said;
}
