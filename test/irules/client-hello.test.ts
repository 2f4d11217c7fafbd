import { expect, test } from 'vitest';
import { clientHello, segmentsOf, serverName } from './client-hello.ts';
import { type Connection, connect, simulate } from './simulate.ts';
import { describeExecution } from './tclsh.ts';
import type { Virtual } from './virtual.ts';

/** What the parser makes of bytes shows in the pool: p for the name, d for any other or none. */
const virtual: Virtual = { passthrough: { 'pt.com': 'p' }, edge: { 'e.com': 'e' }, defaultPool: 'd' };
const HELLO = clientHello({ sni: 'pt.com', padding: 3 });
// Where the fields of that record are.
const [SESSION, CIPHERS, COMPRESSION, EXTENSIONS] = [43, 76, 84, 86];
const NAME = HELLO.indexOf(serverName('pt.com'));

function fates(messages: readonly Buffer[]): (string | undefined)[] {
  const connections = messages.map(
    (message): Connection => ({ segments: [message], requests: [{ host: 'other.com' }] }),
  );
  const outcomes = simulate([{ virtual, connections }])[0] ?? [];
  return outcomes.map(([outcome]) => outcome?.error ?? outcome?.answer ?? outcome?.pool);
}

/** The hello with some bytes replaced. */
function changed(at: number, ...bytes: number[]): Buffer {
  const copy = Buffer.from(HELLO);
  copy.set(bytes, at);
  return copy;
}

/** A hello with these bytes as its extensions. */
function helloWith(...extensions: number[]): Buffer {
  const body = clientHello({ extensions: 'none' }).subarray(9);
  return record(0, Buffer.concat([body, Buffer.from([0, extensions.length, ...extensions])]));
}

/** A record with a ClientHello message of this body, or of as many zeros. */
function record(zeros: number, body: Buffer = Buffer.alloc(zeros)): Buffer {
  return Buffer.concat([Buffer.from([22, 3, 1, 0, body.length + 4, 1, 0, 0, body.length]), body]);
}

/** The same reading in another way: every field is cut out of the one that holds it, or it is malformed. */
function reading(bytes: Buffer): 'stalled' | 'rejected' | 'p' | 'd' {
  const whole = bytes.length >= 5 ? bytes.readUInt16BE(3) + 5 : Infinity;
  const wrongHead = [22, 3, [0, 1, 2, 3, 4]].some((wanted, at) => {
    const allowed = Array.isArray(wanted) ? wanted : [wanted];
    return bytes.length > (at === 0 ? 0 : 2) && !allowed.includes(bytes[at] ?? -1);
  });
  if (wrongHead || (bytes.length >= 5 && (whole < 9 || whole > 16394))) return 'rejected';
  if (bytes.length > 5 && bytes[5] !== 1) return 'rejected';
  if (bytes.length > 8 && bytes.readUIntBE(6, 3) + 9 !== whole) return 'rejected';
  if (bytes.length < whole) return 'stalled';
  let rest = bytes.subarray(9, whole);
  const cut = (from: Buffer, size: number): [Buffer, Buffer] => {
    if (from.length < size) throw new RangeError('short');
    return [from.subarray(0, size), from.subarray(size)];
  };
  const vector = (from: Buffer, width: number): [Buffer, Buffer] => {
    const [size, after] = cut(from, width);
    return cut(after, size.readUIntBE(0, width));
  };
  try {
    rest = cut(rest, 34)[1];
    for (const width of [1, 2, 1]) rest = vector(rest, width)[1];
    if (rest.length === 0) return 'd';
    let [extensions, beyond] = vector(rest, 2);
    if (beyond.length > 0) return 'rejected';
    let name = '';
    while (extensions.length > 0) {
      const [type, after] = cut(extensions, 2);
      const [data, next] = vector(after, 2);
      extensions = next;
      if (type.readUInt16BE() !== 0 || data.length === 0) continue;
      const [list, more] = vector(data, 2);
      if (more.length > 0) return 'rejected';
      if (list.length === 0) continue;
      const [kind, entry] = cut(list, 1);
      const [first] = vector(entry, 2);
      if (kind[0] === 0) name = first.toString('latin1');
    }
    return name.toLowerCase().replace(/:\d*$/, '') === 'pt.com' ? 'p' : 'd';
  } catch (error) {
    if (error instanceof RangeError) return 'rejected';
    throw error;
  }
}

describeExecution('ClientHello', () => {
  test('the fields are where this test takes them to be', () => {
    expect([HELLO[SESSION], HELLO[CIPHERS + 1], HELLO[COMPRESSION]]).toEqual([32, 6, 1]);
    expect(HELLO.readUInt16BE(EXTENSIONS) + EXTENSIONS + 2).toBe(HELLO.length);
  });

  test.each<[string, Buffer, string]>([
    ['well formed', HELLO, 'p'],
    ['record version 3.3', clientHello({ sni: 'pt.com', recordVersion: 0x0303 }), 'p'],
    ['a name in capitals', clientHello({ sni: 'PT.Com' }), 'p'],
    ['another name', clientHello({ sni: 'other.com' }), 'd'],
    ['no name', clientHello({}), 'd'],
    ['an empty name', clientHello({ sni: '' }), 'd'],
    ['a name that starts with a dash', clientHello({ sni: '-value' }), 'd'],
    ['a name with characters that TCL knows', clientHello({ sni: '$x[exit]{};"\\' }), 'd'],
    ['no extensions', clientHello({ extensions: 'none' }), 'd'],
    ['an empty block of extensions', clientHello({ extensions: 'empty' }), 'd'],
    ['bytes after the record', Buffer.concat([HELLO, Buffer.from('more')]), 'p'],
    ['a large hello', clientHello({ sni: 'pt.com', padding: 16000 }), 'p'],
    ['a byte too few', HELLO.subarray(0, -1), 'stalled'],
    ['nothing but the record header', HELLO.subarray(0, 5), 'stalled'],
    ['another record type', changed(0, 23), 'rejected'],
    ['another protocol', changed(1, 2), 'rejected'],
    ['an empty record', changed(3, 0, 0), 'rejected'],
    ['a record that is too long', changed(3, 0x40, 0x06), 'rejected'],
    ['another handshake message', changed(5, 2), 'rejected'],
    ['a message longer than the record', changed(8, HELLO.length - 8), 'rejected'],
    ['a message shorter than the record', changed(8, HELLO.length - 10), 'rejected'],
    ['a session id beyond the message', changed(SESSION, 255), 'rejected'],
    ['cipher suites beyond the message', changed(CIPHERS, 1), 'rejected'],
    ['compression methods beyond the message', changed(COMPRESSION, 250), 'rejected'],
    ['extensions beyond the message', changed(EXTENSIONS + 1, (HELLO[EXTENSIONS + 1] ?? 0) + 1), 'rejected'],
    ['extensions that end early', changed(EXTENSIONS + 1, (HELLO[EXTENSIONS + 1] ?? 0) - 1), 'rejected'],
    ['a server_name beyond the extensions', changed(NAME + 3, 200), 'rejected'],
    ['a list of names beyond its extension', changed(NAME + 5, 200), 'rejected'],
    ['a name beyond its list', changed(NAME + 8, 7), 'rejected'],
    ['a name of another kind', changed(NAME + 6, 1), 'd'],
    ['an empty server_name', helloWith(0, 0, 0, 0), 'd'],
    ['an empty list of names', helloWith(0, 0, 0, 2, 0, 0), 'd'],
    ['a server_name of one byte', helloWith(0, 0, 0, 1, 0), 'rejected'],
    ['a list of names without a whole entry', helloWith(0, 0, 0, 4, 0, 2, 0, 0), 'rejected'],
    ['three bytes of an extension', helloWith(0, 0, 0), 'rejected'],
    ['a name that is too long for a host', clientHello({ sni: `pt.com${'x'.repeat(256)}` }), 'd'],
    ['nothing in the message', record(0), 'rejected'],
    ['less than version and random', record(5), 'rejected'],
    ['nothing after the random', record(34), 'rejected'],
    ['nothing after the session id', record(35), 'rejected'],
  ])('%s', (_, message, fate) => {
    expect(fates([message])).toEqual([fate]);
  });

  test('a record of the greatest length is waited for, one more is not', () => {
    const heads = [
      [0x40, 0x05, 1, 0, 0x40, 0x01],
      [0x40, 0x06],
    ].map(bytes => Buffer.from([22, 3, 1, ...bytes]));
    expect(fates(heads)).toEqual(['stalled', 'rejected']);
  });

  test('every cut into two segments, and single bytes', () => {
    const cuts = Array.from({ length: HELLO.length - 1 }, (_, at) => [
      HELLO.subarray(0, at + 1),
      HELLO.subarray(at + 1),
    ]);
    const connections = [...cuts, segmentsOf(HELLO, 1), [Buffer.alloc(0), HELLO]].map(segments => ({ segments }));
    const outcomes = simulate([{ virtual, connections }])[0] ?? [];
    expect(outcomes.every(([outcome]) => outcome?.pool === 'p')).toBe(true);
    expect(outcomes).toHaveLength(HELLO.length + 1);
  });

  test('any bytes are read within bounds', () => {
    let seed = 7;
    const below = (limit: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >>> 8) % limit;
    };
    const messages = Array.from({ length: 4000 }, (_, index) => {
      const message = Buffer.from(index % 3 === 0 ? clientHello({ sni: 'pt.com', padding: below(20) }) : HELLO);
      for (let change = below(4); change >= 0; change--) message[below(message.length)] = below(256);
      return index % 10 === 0 ? message.subarray(0, below(message.length) + 1) : message;
    });
    const found = fates(messages);
    expect(found).toEqual(messages.map(reading));
    for (const fate of ['p', 'd', 'rejected', 'stalled'])
      expect(found.filter(each => each === fate).length).toBeGreaterThan(20);
  });

  test('without a parsed name and a Host header nothing is chosen by chance', () => {
    expect(connect({ edge: { 'e.com': 'e' } }, { requests: [{ version: '1.0' }] })).toEqual([{ answer: 'rejected' }]);
  });
});
