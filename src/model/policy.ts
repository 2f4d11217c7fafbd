import type { ManifestObject } from '../load/manifest-object.ts';
import { type CustomResource, customResourceOf } from './custom-resource.ts';
import { type DefaultPoolSpec, readDefaultPool } from './default-pool.ts';
import type { FieldReader } from './field-reader.ts';
import { specOf } from './fields.ts';
import { type ProfilePair, readProfilePair } from './profile-pair.ts';

/** Policy custom resource, `cis.f5.com/v1` (specification 01 §5.13). Absent texts are empty, absent numbers 0. */
export interface Policy extends CustomResource {
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
    /** For TransportServers alone, as are `ftp` and `l4`. */
    readonly udp: string;
    readonly ftp: string;
    readonly l4: string;
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
  /** Written, though nothing of custom resources reads them: `ltmPolicies` and `profiles.rewriteProfile`. */
  readonly hasLtmPolicies: boolean;
  readonly rewriteProfile: string;
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
  const spec = specOf(object, reader);
  const l7 = spec.within('l7Policies');
  const l3 = spec.within('l3Policies');
  const profiles = spec.within('profiles');
  const iRules = spec.within('iRules');
  const settings = spec.within('poolSettings');
  const persistence = settings.within('multiPoolPersistence');
  const httpMrfRouting = profiles.optionalBoolean('httpMrfRoutingEnabled');
  const defaultPool = readDefaultPool(spec.within('defaultPool'));
  return {
    ...customResourceOf(object, reader),
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
      ...(l3.has('allowSourceRange') && { allowSourceRange: l3.texts('allowSourceRange') }),
      allowVlans: l3.texts('allowVlans'),
    },
    profiles: {
      tcp: readProfilePair(profiles.within('tcp')),
      udp: profiles.text('udp'),
      ftp: profiles.text('ftpProfile'),
      l4: profiles.text('profileL4'),
      http2: readProfilePair(profiles.within('http2')),
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
      ...(httpMrfRouting !== undefined && { httpMrfRouting }),
      clientSsl: profiles.within('sslProfiles').texts('clientProfiles'),
      serverSsl: profiles.within('sslProfiles').texts('serverProfiles'),
    },
    hasLtmPolicies: spec.within('ltmPolicies').written,
    rewriteProfile: profiles.text('rewriteProfile'),
    autoLastHop: spec.text('autoLastHop'),
    snat: spec.text('snat'),
    iRuleList: spec.texts('iRuleList'),
    iRulesSecure: iRules.text('secure'),
    iRulesInsecure: iRules.text('insecure'),
    poolSettings: {
      reselectTries: settings.number('reselectTries'),
      serviceDownAction: settings.text('serviceDownAction'),
      slowRampTime: settings.number('slowRampTime'),
      ...(persistence.written && {
        persistence: {
          method: persistence.text('method'),
          timeout: persistence.optionalNumber('timeOut') ?? defaultPersistenceTimeout,
        },
      }),
    },
    ...(defaultPool && { defaultPool }),
  };
}
