import type { Fields } from './fields.ts';

/** An item of `staticPoolMembers`. */
export interface StaticMember {
  readonly address: string;
  readonly port: number;
}

export function readStaticMembers(from: Fields): readonly StaticMember[] {
  return from.each('staticPoolMembers', item => ({ address: item.text('address'), port: item.number('port') }));
}
