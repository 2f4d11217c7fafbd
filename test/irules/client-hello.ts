export interface ClientHelloInput {
  /** The server name; none sends no server_name extension. */
  readonly sni?: string;
  /** `none` leaves the block of extensions out, `empty` gives it no entry. */
  readonly extensions?: 'usual' | 'none' | 'empty';
  /** Bytes of other extensions before and after the server name. */
  readonly padding?: number;
  readonly recordVersion?: number;
}

/** A TLS record with a well-formed ClientHello (RFC 8446 §4.1.2). */
export function clientHello({
  sni,
  extensions = 'usual',
  padding = 8,
  recordVersion = 0x0301,
}: ClientHelloInput): Buffer {
  const entries = [extension(0x0017, Buffer.alloc(0)), extension(0x0010, Buffer.alloc(padding, 7))];
  if (sni !== undefined) entries.splice(1, 0, serverName(sni));
  const block = { usual: [vector(2, Buffer.concat(entries))], none: [], empty: [vector(2, Buffer.alloc(0))] }[
    extensions
  ];
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 0xa5),
    vector(1, Buffer.alloc(32, 1)),
    vector(2, Buffer.from([0x13, 0x01, 0x13, 0x02, 0x00, 0xff])),
    vector(1, Buffer.from([0])),
    ...block,
  ]);
  const message = Buffer.concat([Buffer.from([1]), vector(3, body)]);
  return Buffer.concat([Buffer.from([22, recordVersion >> 8, recordVersion & 255]), vector(2, message)]);
}

export function serverName(name: string): Buffer {
  return extension(0, vector(2, Buffer.concat([Buffer.from([0]), vector(2, Buffer.from(name, 'latin1'))])));
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type >> 8, type & 255]), vector(2, data)]);
}

function vector(width: number, data: Buffer): Buffer {
  const size = Buffer.alloc(width);
  size.writeUIntBE(data.length, 0, width);
  return Buffer.concat([size, data]);
}

/** The bytes in segments of at most `size`. */
export function segmentsOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
