import { groupWhere } from '../model/extended-spec.ts';
import type { Route } from '../model/route.ts';
import { whereOf } from '../model/where.ts';
import { remembered } from '../remembered.ts';
import { routeVirtualName } from '../translate/names.ts';
import type { AdmittedGroup } from '../translate/routes/group.ts';
import { httpsPort } from '../translate/routes/virtual.ts';
import { isVirtualAddress } from '../translate/virtual/virtual-address.ts';
import type { Check } from './index.ts';

/** Virtual servers without an address, made twice, or with more on them than their Routes say (01 §2.7, §5.4, §9.2). */
export const checkVirtualServers: Check = ({ groups, tenants, findings }) => {
  const made = new Map<string, (typeof groups)[number]>();
  for (const admitted of groups) {
    const { group, routes } = admitted;
    if (routes.size === 0) continue;
    const { spec, tenant, id } = group;
    if (!isVirtualAddress(spec.vserverAddr)) {
      findings.add(
        'virtual-address-invalid',
        { field: 'vserverAddr', owner: `route group ${id}`, address: spec.vserverAddr },
        groupWhere(spec, 'vserverAddr'),
      );
    }
    const key = `${tenant}/${routeVirtualName(spec, httpsPort)}`;
    const other = made.get(key);
    if (other) {
      const name = routeVirtualName(spec, httpsPort).replace(/_443$/, '');
      const values = { name, tenant, group: id, other: other.group.id };
      findings.add('virtual-server-twice', values, {
        at: spec.place,
        resource: spec.resource,
        other: other.group.spec.place,
      });
    }
    made.set(key, admitted);
    const secure = tenants
      .find(({ name }) => name === tenant)
      ?.virtuals.find(({ name, port }) => port === httpsPort && name === routeVirtualName(spec, httpsPort));
    if (!secure) continue;
    const plain = plainOf(routes);
    const [first] = plain;
    if (!first) continue;
    const values = { group: id, count: plain.length, first: first.name, virtual: secure.name };
    findings.add('routes-plain-on-https', values, whereOf(first, ['spec', 'host']));
  }
};

/** Routes without TLS. */
const plainOf = remembered((routes: AdmittedGroup['routes']): readonly Route[] =>
  [...routes.values()].map(({ route }) => route).filter(({ tls }) => !tls),
);
