import {
  abIngressLinkIRule,
  abPathIRule,
  abTransportIRule,
  type IRulePersistence,
  redirectIRule,
  tlsIRule,
} from '../../src/translate/irules/index.ts';
import { tcl } from './simulate.ts';

type Records = Readonly<Record<string, string>>;

type Kind = 'tls' | 'ab' | 'redirect' | 'redirect-hostless' | 'ab-transport' | 'ab-ingress-link';

/** A virtual server: its data groups by content, and what of its iRules is not said by them. */
export interface Virtual {
  readonly tenant?: string;
  readonly name?: string;
  readonly passthrough?: Records;
  readonly edge?: Records;
  readonly reencrypt?: Records;
  /** Without it, each reencrypt key has `/Common/serverssl`. */
  readonly reencryptServerSsl?: Records;
  readonly ab?: Records;
  readonly defaultPool?: string;
  readonly allowSourceRange?: readonly string[];
  readonly redirect?: Records;
  readonly hostPathRewrite?: Records;
  /** Which generated iRules it has; the TLS iRule alone if not said. */
  readonly irules?: readonly Kind[];
  /** Texts of other iRules, before these. */
  readonly userIRules?: readonly string[];
  /** An HTTP virtual server: no TLS towards the client. */
  readonly http?: boolean;
  /** A virtual server for connections alone. */
  readonly transport?: 'tcp' | 'udp' | 'sctp';
  /** An IngressLink with TLS towards the server, whose profiles are in `reencryptServerSsl`. */
  readonly serverTls?: boolean;
  readonly httpsPort?: number;
  readonly passthroughOnly?: boolean;
  readonly persistence?: IRulePersistence;
  /** Pools without active members. */
  readonly down?: readonly string[];
  /** Pools that data groups name and the BIG-IP does not have. */
  readonly missing?: readonly string[];
}

function placeOf({ tenant = 'dev', name = 'vs_1' }: Virtual): { readonly tenant: string; readonly virtual: string } {
  return { tenant, virtual: name };
}

export function groupsOf(virtual: Virtual): Record<string, Records | undefined> {
  const { passthrough, edge, reencrypt, ab, defaultPool, allowSourceRange, redirect, hostPathRewrite } = virtual;
  const serverSsl = virtual.reencryptServerSsl ?? (reencrypt && constant(Object.keys(reencrypt), '/Common/serverssl'));
  return {
    ssl_passthrough_servername_dg: passthrough,
    ssl_edge_servername_dg: edge,
    ssl_edge_serverssl_dg: edge && constant(Object.keys(edge), 'false'),
    ssl_reencrypt_servername_dg: reencrypt,
    ssl_reencrypt_serverssl_dg: serverSsl && Object.keys(serverSsl).length > 0 ? serverSsl : undefined,
    ab_deployment_dg: ab,
    default_pool_servername_dg: defaultPool === undefined ? undefined : { defaultPool },
    allowSourceRange: allowSourceRange && constant(allowSourceRange, 'true'),
    https_redirect_dg: redirect,
    host_path_rewrite_dg: hostPathRewrite,
  };
}

export function dataGroupsOf(virtual: Virtual): Record<string, string> {
  const { tenant, virtual: name } = placeOf(virtual);
  return Object.fromEntries(
    Object.entries(groupsOf(virtual)).flatMap(([suffix, records]) =>
      records ? [[`/${tenant}/Shared/${name}_${suffix}`, tcl(Object.entries(records).flat())]] : [],
    ),
  );
}

export function iRulesOf(virtual: Virtual): string[] {
  const { persistence, passthroughOnly = false, httpsPort = 443, irules = ['tls'], userIRules = [] } = virtual;
  const place = placeOf(virtual);
  const where = { ...place, ...(persistence ? { persistence } : {}) };
  const groups = groupsOf(virtual);
  const has = (suffix: string) => groups[suffix] !== undefined;
  const texts = {
    tls: () =>
      tlsIRule({
        ...where,
        passthroughOnly,
        dataGroups: {
          passthrough: has('ssl_passthrough_servername_dg'),
          edge: has('ssl_edge_servername_dg'),
          reencrypt: has('ssl_reencrypt_servername_dg'),
          reencryptServerSsl: has('ssl_reencrypt_serverssl_dg'),
          edgeServerSsl: has('ssl_edge_serverssl_dg'),
          ab: has('ab_deployment_dg'),
          defaultPool: has('default_pool_servername_dg'),
          allowSourceRange: has('allowSourceRange'),
        },
      }),
    ab: () => abPathIRule({ ...where, hostPathRewrite: has('host_path_rewrite_dg') }),
    redirect: () => redirectIRule({ ...place, httpsPort, hostless: false }),
    'redirect-hostless': () => redirectIRule({ ...place, httpsPort, hostless: true }),
    'ab-transport': () => abTransportIRule({ ...place, protocol: virtual.transport ?? 'tcp' }),
    'ab-ingress-link': () => abIngressLinkIRule({ ...place, serverTls: virtual.serverTls ?? false }),
  };
  return [...userIRules, ...irules.map(name => texts[name]())];
}

/** Every pool that a data group names, with its number of active members. */
export function poolsOf(virtual: Virtual): Record<string, string> {
  const { passthrough, edge, reencrypt, ab, defaultPool, down = [], missing = [] } = virtual;
  const shares = Object.values(ab ?? {}).flatMap(value => value.split(';').map(share => share.split(',')[0] ?? ''));
  const named = [passthrough, edge, reencrypt].flatMap(records => Object.values(records ?? {}));
  const pools = [...named, ...shares, ...(defaultPool === undefined ? [] : [defaultPool]), 'other'].filter(Boolean);
  const present = pools.filter(pool => !missing.includes(pool));
  return Object.fromEntries(present.map(pool => [pool, down.includes(pool) ? '0' : '1']));
}

function constant(keys: readonly string[], value: string): Records {
  return Object.fromEntries(keys.map(key => [key, value]));
}
