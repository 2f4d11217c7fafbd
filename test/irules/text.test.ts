import { describe, expect, test } from 'vitest';
import { dataGroup } from '../../src/translate/irules/assemble.ts';
import { fillPart } from '../../src/translate/irules/fill-part.ts';
import {
  abIngressLinkIRule,
  abPathIRule,
  abTransportIRule,
  redirectIRule,
  tlsIRule,
} from '../../src/translate/irules/index.ts';
import { unknownToTcl84 } from './tcl-syntax.ts';

const FLAGS = [
  ...[
    'passthrough',
    'edge',
    'reencrypt',
    'reencryptServerSsl',
    'edgeServerSsl',
    'ab',
    'defaultPool',
    'allowSourceRange',
  ],
  ...['passthroughOnly', 'persistence'],
];

/** The TLS iRule for every combination of facts, by its number: one bit for each flag. */
function tls(bits: number): string {
  const on = (flag: string) => (bits & (1 << FLAGS.indexOf(flag))) !== 0;
  return tlsIRule({
    tenant: 'dev',
    virtual: 'vs_443',
    dataGroups: {
      passthrough: on('passthrough'),
      edge: on('edge'),
      reencrypt: on('reencrypt'),
      reencryptServerSsl: on('reencryptServerSsl'),
      edgeServerSsl: on('edgeServerSsl'),
      ab: on('ab'),
      defaultPool: on('defaultPool'),
      allowSourceRange: on('allowSourceRange'),
    },
    passthroughOnly: on('passthroughOnly'),
    ...(on('persistence') ? { persistence: { method: 'hash', timeout: 60 } } : {}),
  });
}

const where = { tenant: 'dev', virtual: 'vs_1' };
const persistence = { method: 'uie', timeout: 180 } as const;
const texts: readonly string[] = [
  ...Array.from({ length: 1 << FLAGS.length }, (_, bits) => tls(bits)),
  redirectIRule({ ...where, httpsPort: 443, hostless: false }),
  redirectIRule({ ...where, httpsPort: 8443, hostless: true }),
  ...[false, true].flatMap(hostPathRewrite => [
    abPathIRule({ ...where, hostPathRewrite }),
    abPathIRule({ ...where, hostPathRewrite, persistence }),
  ]),
  ...(['tcp', 'udp', 'sctp'] as const).map(protocol => abTransportIRule({ ...where, protocol })),
  ...[false, true].map(serverTls => abIngressLinkIRule({ ...where, serverTls })),
];

function events(text: string): (string | undefined)[] {
  return [...text.matchAll(/^when (\w+)/gm)].map(([, event]) => event);
}

describe('the text of every iRule', () => {
  test('has nothing that TCL 8.4 does not know', () => {
    expect([...new Set(texts.flatMap(unknownToTcl84))]).toEqual([]);
  });

  test('is clean: LF, one at the end, no mark of a part left, no line of blanks, no variable that outlives a connection', () => {
    for (const text of texts) {
      expect(text).not.toMatch(/\r|\t|%%|^#(if|else|end)\b|[ \t]$|\n\n\n|\n\n$|static::|global|\$::/m);
      expect(text.endsWith('}\n')).toBe(true);
    }
  });

  test('has each procedure that it calls, and calls each that it has', () => {
    for (const text of texts) {
      const declared = [...text.matchAll(/^proc (\w+)/gm)].map(([, name]) => name);
      const called = new Set([...text.matchAll(/\[call (\w+)/g)].map(([, name]) => name));
      expect(declared.toSorted()).toEqual([...called].toSorted());
    }
  });

  test('reads the data groups that the virtual server has, and no others', () => {
    const suffixes: Readonly<Record<string, string>> = {
      passthrough: 'ssl_passthrough_servername_dg',
      edge: 'ssl_edge_servername_dg',
      ab: 'ab_deployment_dg',
      defaultPool: 'default_pool_servername_dg',
      allowSourceRange: 'allowSourceRange',
    };
    for (const [flag, suffix] of Object.entries(suffixes)) {
      const bit = 1 << FLAGS.indexOf(flag);
      expect(tls(bit)).toContain(`/dev/Shared/vs_443_${suffix}`);
      expect(tls(((1 << FLAGS.length) - 1) & ~bit)).not.toContain(suffix);
    }
    expect(abPathIRule({ ...where, hostPathRewrite: true })).toContain('/dev/Shared/vs_1_host_path_rewrite_dg');
    expect(abPathIRule({ ...where, hostPathRewrite: false })).not.toContain('host_path_rewrite_dg');
    const serverSsl = '/dev/Shared/vs_1_ssl_reencrypt_serverssl_dg';
    expect(abIngressLinkIRule({ ...where, serverTls: true })).toContain(serverSsl);
    expect(abIngressLinkIRule({ ...where, serverTls: false })).not.toContain(serverSsl);
  });

  test('has only the events that its virtual server knows', () => {
    const only = 1 << FLAGS.indexOf('passthroughOnly');
    for (let bits = 0; bits < only; bits++) {
      expect(events(tls(bits | only))).toEqual(['CLIENT_ACCEPTED', 'CLIENT_DATA']);
      const connected = bits & (1 << FLAGS.indexOf('reencryptServerSsl')) ? ['SERVER_CONNECTED'] : [];
      const standing = bits & (1 << FLAGS.indexOf('defaultPool')) ? ['CLIENTSSL_HANDSHAKE'] : [];
      expect(events(tls(bits))).toEqual(['CLIENT_ACCEPTED', 'CLIENT_DATA', ...standing, 'HTTP_REQUEST', ...connected]);
    }
  });

  test('has events of connections alone, or of TLS towards the server, only where these are', () => {
    for (const protocol of ['tcp', 'udp', 'sctp'] as const) {
      const text = abTransportIRule({ ...where, protocol });
      expect(events(text)).toEqual(['CLIENT_ACCEPTED']);
      expect(text.match(/\b[A-Z]+::\w+/g)).toEqual([`${protocol.toUpperCase()}::respond`]);
    }
    const requests = ['CLIENT_ACCEPTED', 'HTTP_REQUEST', 'HTTP_RESPONSE'];
    expect(events(abIngressLinkIRule({ ...where, serverTls: false }))).toEqual(requests);
    const towardsServer = ['SERVER_CONNECTED', 'SERVERSSL_CLIENTHELLO_SEND'];
    expect(events(abIngressLinkIRule({ ...where, serverTls: true }))).toEqual([...requests, ...towardsServer]);
  });

  test('names the data groups of its own tenant and virtual server', () => {
    const text = abPathIRule({ tenant: 'my-tenant', virtual: 'my.vs_80', hostPathRewrite: false });
    expect(text).toContain('/my-tenant/Shared/my.vs_80_ab_deployment_dg');
    expect(text).toContain('when HTTP_REQUEST priority 200 {');
    const place = { tenant: 'dev', virtual: 'crd-10.8.0.4%2_443' };
    for (const given of [
      abTransportIRule({ ...place, protocol: 'udp' }),
      abIngressLinkIRule({ ...place, serverTls: true }),
    ]) {
      expect(given).toContain('/dev/Shared/crd-10.8.0.4%2_443_ab_deployment_dg');
    }
  });

  test('takes a name as a word, whatever it has', () => {
    expect(dataGroup({ tenant: 'dev', virtual: 'a b[exit]$x;{"' })).toBe('/dev/Shared/a\\ b\\[exit\\]\\$x\\;\\{\\"');
  });
});

describe('a part of an iRule', () => {
  test('keeps and drops lines, fills in values', () => {
    const part =
      '#if one\nfirst %%name%%\n#if two\nboth\n#else\nalone\n#end\n#else\nnone\n#end\n#if !two\n  %%lines%%\n#end\n';
    const values = { name: 'n', lines: 'a\n  b\n' };
    expect(fillPart(part, { one: true, two: false }, values)).toBe('first n\nalone\n  a\n    b\n');
    expect(fillPart(part, { one: false, two: true }, values)).toBe('none\n');
  });

  test('refuses a fact or value that nobody gives, and an open end', () => {
    expect(() => fillPart('#if one\n#end', {}, {})).toThrow('one');
    expect(() => fillPart('%%value%%', {}, {})).toThrow('value');
    expect(() => fillPart('#if one', { one: true }, {})).toThrow('#end');
  });
});

describe('the check for TCL 8.4', () => {
  test.each([
    ['dict get $x', 'dict'],
    ['set x [lassign $y a b]', 'lassign'],
    ['if {$a in $b} {set x 1}', 'in'],
    ['if {1} {} elseif {$a ni {1 2}} {}', 'ni'],
    ['pool {*}$list', '{*}'],
    ['set x [string cat a b]', 'string cat'],
    ['when X {\n  try {set x 1}\n}', 'try'],
    ['proc x {} {\n  while {[lreverse $x] ne ""} {}\n}', 'lreverse'],
    ['foreach x $y {lmap z $x {}}', 'lmap'],
    ['set x "a [apply {x {}}]"', 'apply'],
    ['expr {max(1, 2)}', 'max'],
    ['expr {2 ** 3}', '**'],
    ['binary scan $x cu y', 'binary scan with u'],
    ['if {$host starts_with "a"} {}', 'starts_with'],
    ['set static::x 1', 'set static::x'],
    ['HTTP::unknown', 'HTTP::unknown'],
  ])('%s', (script, finding) => {
    expect(unknownToTcl84(script)).toEqual([finding]);
  });

  test.each([
    '# dict and lassign in {*} [lmap] are words of a comment',
    'set in 1; set try "in ni dict"',
    'if {$in eq "in" && [string match "x in y" $ni] != 0x1f} {set x {dict lassign}} ;# try',
    'foreach {dict ni} {in lmap} {set x $dict}',
    'set x [expr {rand() <= 1 ? $in & 0xff : -1}]',
  ])('no false alarm: %s', script => {
    expect(unknownToTcl84(script)).toEqual([]);
  });
});
