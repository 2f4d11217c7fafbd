import type { JsonObject, ManifestObject } from '../load/manifest-object.ts';
import type { Path } from '../place.ts';
import type { FieldReader, IntOrString } from './field-reader.ts';
import { labelsOf, type Resource, resourceOf } from './metadata.ts';

/** A monitor as custom resources write it; absent numbers are 0, absent texts empty. */
export interface MonitorSpec {
  readonly type: string;
  readonly send: string;
  readonly recv: string;
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
  readonly targetPort: number;
  readonly name: string;
  readonly reference: string;
  readonly sslProfile: string;
}

/** `defaultPool` of a Policy or a VirtualServer (specification 02 §2.3). */
export interface DefaultPoolSpec {
  readonly reference: string;
  readonly name: string;
  readonly service: string;
  readonly servicePort?: IntOrString;
  readonly serviceNamespace: string;
  readonly nodeMemberLabel: string;
  readonly monitors: readonly MonitorSpec[];
  readonly loadBalancingMethod: string;
  readonly reselectTries: number;
  readonly serviceDownAction: string;
}

/** The two sides of a profile; undefined where the side is not written, which differs from an empty text. */
export interface ProfilePair {
  readonly client?: string;
  readonly server?: string;
}

/** Policy custom resource, `cis.f5.com/v1` (specification 01 §5.13). Absent texts are empty, absent numbers 0. */
export interface Policy extends Resource {
  readonly labels: Record<string, string>;
  readonly l7: {
    readonly waf: string;
    readonly profileAccess: string;
    readonly policyPerRequestAccess: string;
    readonly adaptRequest: string;
    readonly adaptResponse: string;
  };
  readonly l3: {
    readonly firewallPolicy: string;
    readonly dos: string;
    readonly botDefense: string;
    readonly ipIntelligencePolicy: string;
    /** Undefined where it is not written: an empty list still counts as written. */
    readonly allowSourceRange?: readonly string[];
    readonly allowVlans: readonly string[];
  };
  readonly profiles: {
    readonly tcp: ProfilePair;
    readonly http2: ProfilePair;
    readonly http: string;
    readonly httpSecure: string;
    readonly httpInsecure: string;
    readonly persistence: string;
    readonly html: string;
    readonly multiplex: string;
    readonly webSocket: string;
    readonly analyticsHttp: string;
    readonly requestLog: string;
    readonly httpCompression: string;
    readonly log: readonly string[];
    readonly httpMrfRouting?: boolean;
    readonly clientSsl: readonly string[];
    readonly serverSsl: readonly string[];
  };
  readonly autoLastHop: string;
  readonly snat: string;
  readonly iRuleList: readonly string[];
  readonly iRulesSecure: string;
  readonly iRulesInsecure: string;
  readonly poolSettings: {
    readonly reselectTries: number;
    readonly serviceDownAction: string;
    /** Seconds. */
    readonly slowRampTime: number;
    readonly persistence?: { readonly method: string; readonly timeout: number };
  };
  readonly defaultPool?: DefaultPoolSpec;
}

/** Default of `multiPoolPersistence.timeOut`, in seconds, where that object is present (specification 02 §0.3). */
const defaultPersistenceTimeout = 180;

export function readPolicy(object: ManifestObject, reader: FieldReader): Policy {
  const spec = reader.object(object.value, 'spec', []);
  const section = (from: JsonObject | undefined, key: string, parent: Path) => {
    const value = reader.object(from, key, parent);
    const path = [...parent, key];
    return {
      value,
      path,
      text: (name: string): string => reader.string(value, name, path) ?? '',
      texts: (name: string): readonly string[] => reader.strings(value, name, path),
      within: (name: string) => section(value, name, path),
    };
  };
  const pair = (from: ReturnType<typeof section>): ProfilePair => {
    const client = reader.string(from.value, 'client', from.path);
    const server = reader.string(from.value, 'server', from.path);
    return { ...(client !== undefined && { client }), ...(server !== undefined && { server }) };
  };
  const root: Path = ['spec'];
  const l7 = section(spec, 'l7Policies', root);
  const l3 = section(spec, 'l3Policies', root);
  const profiles = section(spec, 'profiles', root);
  const iRules = section(spec, 'iRules', root);
  const settings = section(spec, 'poolSettings', root);
  const persistence = settings.within('multiPoolPersistence');
  const mrf = reader.boolean(profiles.value, 'httpMrfRoutingEnabled', profiles.path);
  const ranges = l3.value?.allowSourceRange;
  const defaultPool = reader.object(spec, 'defaultPool', root);
  return {
    ...resourceOf(object),
    labels: labelsOf(object, reader),
    l7: {
      waf: l7.text('waf'),
      profileAccess: l7.text('profileAccess'),
      policyPerRequestAccess: l7.text('policyPerRequestAccess'),
      adaptRequest: l7.within('profileAdapt').text('request'),
      adaptResponse: l7.within('profileAdapt').text('response'),
    },
    l3: {
      firewallPolicy: l3.text('firewallPolicy'),
      dos: l3.text('dos'),
      botDefense: l3.text('botDefense'),
      ipIntelligencePolicy: l3.text('ipIntelligencePolicy'),
      ...(ranges !== undefined && ranges !== null && { allowSourceRange: l3.texts('allowSourceRange') }),
      allowVlans: l3.texts('allowVlans'),
    },
    profiles: {
      tcp: pair(profiles.within('tcp')),
      http2: pair(profiles.within('http2')),
      http: profiles.text('http'),
      httpSecure: profiles.within('httpProfiles').text('secure'),
      httpInsecure: profiles.within('httpProfiles').text('insecure'),
      persistence: profiles.text('persistenceProfile'),
      html: profiles.text('htmlProfile'),
      multiplex: profiles.text('profileMultiplex'),
      webSocket: profiles.text('profileWebSocket'),
      analyticsHttp: profiles.within('analyticsProfiles').text('http'),
      requestLog: profiles.text('requestLogProfile'),
      httpCompression: profiles.text('httpCompressionProfile'),
      log: profiles.texts('logProfiles'),
      ...(mrf !== undefined && { httpMrfRouting: mrf }),
      clientSsl: profiles.within('sslProfiles').texts('clientProfiles'),
      serverSsl: profiles.within('sslProfiles').texts('serverProfiles'),
    },
    autoLastHop: reader.string(spec, 'autoLastHop', root) ?? '',
    snat: reader.string(spec, 'snat', root) ?? '',
    iRuleList: reader.strings(spec, 'iRuleList', root),
    iRulesSecure: iRules.text('secure'),
    iRulesInsecure: iRules.text('insecure'),
    poolSettings: {
      reselectTries: reader.integer(settings.value, 'reselectTries', settings.path) ?? 0,
      serviceDownAction: settings.text('serviceDownAction'),
      slowRampTime: reader.integer(settings.value, 'slowRampTime', settings.path) ?? 0,
      ...(persistence.value && {
        persistence: {
          method: persistence.text('method'),
          timeout: reader.integer(persistence.value, 'timeOut', persistence.path) ?? defaultPersistenceTimeout,
        },
      }),
    },
    ...(defaultPool && { defaultPool: readDefaultPool(defaultPool, ['spec', 'defaultPool'], reader) }),
  };
}

function readDefaultPool(pool: JsonObject, path: Path, reader: FieldReader): DefaultPoolSpec {
  const servicePort = reader.intOrString(pool, 'servicePort', path);
  return {
    reference: reader.string(pool, 'reference', path) ?? '',
    name: reader.string(pool, 'name', path) ?? '',
    service: reader.string(pool, 'service', path) ?? '',
    ...(servicePort !== undefined && { servicePort }),
    serviceNamespace: reader.string(pool, 'serviceNamespace', path) ?? '',
    nodeMemberLabel: reader.string(pool, 'nodeMemberLabel', path) ?? '',
    monitors: reader
      .objects(pool, 'monitors', path)
      .map((monitor, index) => readMonitor(monitor, [...path, 'monitors', index], reader)),
    loadBalancingMethod: reader.string(pool, 'loadBalancingMethod', path) ?? '',
    reselectTries: reader.integer(pool, 'reselectTries', path) ?? 0,
    serviceDownAction: reader.string(pool, 'serviceDownAction', path) ?? '',
  };
}

function readMonitor(monitor: JsonObject, path: Path, reader: FieldReader): MonitorSpec {
  const text = (key: string): string => reader.string(monitor, key, path) ?? '';
  const number = (key: string): number => reader.integer(monitor, key, path) ?? 0;
  return {
    type: text('type'),
    send: text('send'),
    recv: text('recv'),
    interval: number('interval'),
    timeout: number('timeout'),
    targetPort: number('targetPort'),
    name: text('name'),
    reference: text('reference'),
    sslProfile: text('sslProfile'),
  };
}
