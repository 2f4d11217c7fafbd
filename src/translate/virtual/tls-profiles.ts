import { byBytes } from '../../order.ts';
import type { BigipPath, KeyPair, TlsParameters, VirtualTls } from '../adc.ts';

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

/** A profile that is made of Secrets: key pairs that clients meet, or authorities that servers are checked against. */
type MadeProfile = TlsParameters &
  (
    | { readonly side: 'client'; readonly pairs: readonly KeyPair[] }
    | { readonly side: 'server'; readonly authorities: readonly string[] }
  );

/** TLS profiles of a virtual server while it is built: references to the BIG-IP's own, and those made of key pairs. */
export class TlsProfiles {
  readonly #virtual: string;
  readonly #partition: string;
  readonly #references = new Map<string, { readonly partition: string; readonly name: string; readonly side: Side }>();
  readonly #made = new Map<string, MadeProfile>();

  constructor(virtual: string, partition: string) {
    this.#virtual = virtual;
    this.#partition = partition;
  }

  /** Notes a profile on the BIG-IP. The same one for both sides ends on the side that came last. */
  reference(text: string, side: Side): void {
    const { partition, name } = parseProfileName(text, this.#partition);
    this.#references.set(`${partition}/${name}`, { partition, name, side });
  }

  /** Notes a profile of certificates by its base name; of equal names the last counts. */
  certificates(base: string, pairs: readonly KeyPair[], parameters: TlsParameters): void {
    this.#made.set(`${base}-clientside-${this.#virtual}`, { ...parameters, side: 'client', pairs });
  }

  /** Notes a profile of the PEM texts of authorities that servers are checked against. */
  authorities(base: string, authorities: readonly string[], parameters: TlsParameters): void {
    this.#made.set(`${base}-serverside-${this.#virtual}`, { ...parameters, side: 'server', authorities });
  }

  /**
   * The controller goes through the profiles by name. The first of them makes `TLS_Server`, be it one for the server side, whose
   * parameters it then has, and which leaves it without certificates where no other follows (specification 02 §6.3).
   */
  finished(): VirtualTls {
    const references = [...this.#references.values()].sort(
      (a, b) => byBytes(a.partition, b.partition) || byBytes(a.name, b.name),
    );
    const paths = (side: Side): BigipPath[] =>
      references.filter(reference => reference.side === side).map(({ partition, name }) => `/${partition}/${name}`);
    const made = [...this.#made].sort(([a], [b]) => byBytes(a, b));
    const first = made[0]?.[1];
    const certificates = made.flatMap(([name, profile]) =>
      profile.side === 'client' ? profile.pairs.map((pair, index) => ({ name: `${name}_${index}`, ...pair })) : [],
    );
    const servers = made.flatMap(([, profile]) => (profile.side === 'server' ? [profile] : []));
    return {
      clientProfiles: paths('client'),
      serverProfiles: paths('server'),
      ...(first && { server: { ...parametersOf(first), certificates } }),
      ...(servers[0] && {
        client: { ...parametersOf(servers[0]), authorities: servers.flatMap(({ authorities }) => authorities) },
      }),
    };
  }
}

function parametersOf({ cipher, renegotiation }: MadeProfile): TlsParameters {
  return { cipher, ...(renegotiation !== undefined && { renegotiation }) };
}
