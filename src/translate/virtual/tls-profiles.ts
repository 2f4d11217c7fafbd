import { byBytes } from '../../order.ts';
import type { BigipPath, KeyPair, TlsCipher, VirtualTls } from '../adc.ts';

type Side = 'client' | 'server';

/**
 * Partition and name of a profile as written: `/Common/clientssl`, `Common/clientssl`, `clientssl` (default partition) or
 * `/P/Shared/name`; anything else becomes empty, which renders as `//` (specification 01 §5.10).
 */
function parseProfileName(text: string, partition: string): { readonly partition: string; readonly name: string } {
  const parts = text.trim().replace(/^\//, '').split('/');
  const [first = '', second = '', third = ''] = parts;
  if (parts.length === 1) return { partition, name: first };
  if (parts.length === 2) return { partition: first, name: second };
  if (parts.length === 3 && second === 'Shared') return { partition: `${first}/Shared`, name: third };
  return { partition: '', name: '' };
}

/** TLS profiles of a virtual server while it is built: references to the BIG-IP's own, and those made of key pairs. */
export class TlsProfiles {
  readonly #virtual: string;
  readonly #partition: string;
  readonly #references = new Map<string, { readonly partition: string; readonly name: string; readonly side: Side }>();
  readonly #certificates = new Map<string, KeyPair>();
  readonly #authorities = new Map<string, string>();

  constructor(virtual: string, partition: string) {
    this.#virtual = virtual;
    this.#partition = partition;
  }

  /** Notes a profile on the BIG-IP. The same one for both sides ends on the side that came last. */
  reference(text: string, side: Side): void {
    const { partition, name } = parseProfileName(text, this.#partition);
    this.#references.set(`${partition}/${name}`, { partition, name, side });
  }

  /** Notes a certificate by its base name; of equal names the last counts. */
  certificate(base: string, pair: KeyPair): void {
    this.#certificates.set(`${base}-clientside-${this.#virtual}`, pair);
  }

  /** Notes the PEM text of an authority that servers are checked against. */
  authority(base: string, pem: string): void {
    this.#authorities.set(`${base}-serverside-${this.#virtual}`, pem);
  }

  finished(cipher: TlsCipher): VirtualTls {
    const references = [...this.#references.values()].sort(
      (a, b) => byBytes(a.partition, b.partition) || byBytes(a.name, b.name),
    );
    const paths = (side: Side): BigipPath[] =>
      references.filter(reference => reference.side === side).map(({ partition, name }) => `/${partition}/${name}`);
    const sorted = <T>(map: ReadonlyMap<string, T>): Array<[string, T]> => [...map].sort(([a], [b]) => byBytes(a, b));
    const certificates = sorted(this.#certificates).map(([name, pair]) => ({ name: `${name}_0`, ...pair }));
    const authorities = sorted(this.#authorities).map(([, pem]) => pem);
    return {
      clientProfiles: paths('client'),
      serverProfiles: paths('server'),
      ...(certificates.length > 0 && { server: { certificates, cipher } }),
      ...(authorities.length > 0 && { client: { authorities, cipher } }),
    };
  }
}
