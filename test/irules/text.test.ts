import { describe, expect, test } from 'vitest';
import { dataGroup } from '../../src/translate/irules/assemble.ts';
import { fillPart } from '../../src/translate/irules/fill-part.ts';
import { abPathIRule, redirectIRule, tlsIRule } from '../../src/translate/irules/index.ts';
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
  abPathIRule({ ...where, hostPathRewrite: false }),
  abPathIRule({ ...where, hostPathRewrite: true, persistence }),
];

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
  });

  test('has only the events that its virtual server knows', () => {
    const events = (text: string) => [...text.matchAll(/^when (\w+)/gm)].map(([, event]) => event);
    const only = 1 << FLAGS.indexOf('passthroughOnly');
    for (let bits = 0; bits < only; bits++) {
      expect(events(tls(bits | only))).toEqual(['CLIENT_ACCEPTED', 'CLIENT_DATA']);
      const connected = bits & (1 << FLAGS.indexOf('reencryptServerSsl')) ? ['SERVER_CONNECTED'] : [];
      const standing = bits & (1 << FLAGS.indexOf('defaultPool')) ? ['CLIENTSSL_HANDSHAKE'] : [];
      expect(events(tls(bits))).toEqual(['CLIENT_ACCEPTED', 'CLIENT_DATA', ...standing, 'HTTP_REQUEST', ...connected]);
    }
  });

  test('names the data groups of its own tenant and virtual server', () => {
    const text = abPathIRule({ tenant: 'my-tenant', virtual: 'my.vs_80', hostPathRewrite: false });
    expect(text).toContain('/my-tenant/Shared/my.vs_80_ab_deployment_dg');
    expect(text).toContain('when HTTP_REQUEST priority 200 {');
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
