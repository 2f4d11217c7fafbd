import type { ManifestObject } from '../load/manifest-object.ts';
import { type CustomResource, customResourceOf } from './custom-resource.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { isEmptyMonitor, type MonitorSpec, readMonitor } from './monitor.ts';

export interface DnsPool {
  readonly dataServerName: string;
  readonly dnsRecordType: string;
  readonly loadBalanceMethod: string;
  /** 0 = none. */
  readonly order: number;
  readonly ratio: number;
  /** The single `monitor`, where it says anything. */
  readonly monitor?: MonitorSpec;
  readonly monitors: readonly MonitorSpec[];
}

/** ExternalDNS custom resource (specification 02 §11.12, §17.8). Absent texts are empty. */
export interface ExternalDns extends CustomResource {
  readonly domainName: string;
  readonly dnsRecordType: string;
  readonly loadBalanceMethod: string;
  readonly clientSubnetPreferred?: boolean;
  readonly persistenceEnabled: boolean;
  readonly persistCidrIpv4?: number;
  readonly persistCidrIpv6?: number;
  /** Seconds. */
  readonly ttlPersistence?: number;
  readonly pools: readonly DnsPool[];
}

export function readExternalDns(object: ManifestObject, reader: FieldReader): ExternalDns {
  const spec = specOf(object, reader);
  const clientSubnetPreferred = spec.optionalBoolean('clientSubnetPreferred');
  const number = <K extends string>(key: K): { readonly [key in K]?: number } => {
    const value = spec.optionalNumber(key);
    return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: number };
  };
  return {
    ...customResourceOf(object, reader),
    domainName: spec.text('domainName'),
    dnsRecordType: spec.text('dnsRecordType'),
    loadBalanceMethod: spec.text('loadBalanceMethod'),
    ...(clientSubnetPreferred !== undefined && { clientSubnetPreferred }),
    persistenceEnabled: spec.optionalBoolean('persistenceEnabled') ?? false,
    ...number('persistCidrIpv4'),
    ...number('persistCidrIpv6'),
    ...number('ttlPersistence'),
    pools: spec.each('pools', pool => {
      const single = readMonitor(pool.within('monitor'));
      return {
        dataServerName: pool.text('dataServerName'),
        dnsRecordType: pool.text('dnsRecordType'),
        loadBalanceMethod: pool.text('loadBalanceMethod'),
        order: pool.number('order'),
        ratio: pool.number('ratio'),
        ...(!isEmptyMonitor(single) && { monitor: single }),
        monitors: pool.each('monitors', readMonitor),
      };
    }),
  };
}
