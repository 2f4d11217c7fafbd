import type { Resource } from '../../model/metadata.ts';
import { placeIn } from '../../model/where.ts';
import type { Path } from '../../place.ts';
import type { Inventory } from '../clusters/inventory.ts';
import { type SecretText, secretTexts } from '../virtual/secret-text.ts';
import { ResourceFailure } from './context.ts';

/**
 * Secrets of a resource's namespace, which fails where one cannot be had: they throw `ResourceFailure`. `path` is where `names`
 * stand, one or a list: in the resource, or in another one that is to blame.
 */
export function secretsOf(
  inventory: Inventory,
  resource: Resource,
  path: Path,
  names: readonly string[],
  blamed = resource,
): SecretText {
  return secretTexts(inventory, resource.namespace, (problem, name, secret) => {
    const entry = String(path.at(-1)).endsWith('s') ? [...path, names.indexOf(name)] : path;
    const message = `failed to create TLS profile: ${problem}`;
    const other = secret && { other: placeIn(secret, ['data']) };
    throw new ResourceFailure(blamed, { message, problem, path: entry, ...other });
  });
}
