import type { Fields } from './fields.ts';

/** The two sides of a profile; undefined where the side is not written, which differs from an empty text. */
export interface ProfilePair {
  readonly client?: string;
  readonly server?: string;
}

export function readProfilePair(pair: Fields): ProfilePair {
  const client = pair.optionalText('client');
  const server = pair.optionalText('server');
  return { ...(client !== undefined && { client }), ...(server !== undefined && { server }) };
}
