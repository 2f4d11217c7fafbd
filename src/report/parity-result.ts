import type { ShownFinding } from '../finding.ts';
import type { Difference, Side } from '../parity/difference.ts';
import type { PathChange } from '../parity/failover.ts';
import type { PairParity, Parity } from '../parity/index.ts';
import type { Place, Position } from '../place.ts';
import { changeWords } from './failover-words.ts';
import { repositoryPaths } from './repository-paths.ts';

export type Locate = (place: Place) => Position | undefined;

/** What one side has, and where. */
export interface ShownSide {
  /** Absent where the side has nothing; cut short, and of secrets a hash. */
  readonly value?: string;
  readonly position?: Position;
}

/** Something in manifests or arguments that a primary and its secondary do not have in common. */
export interface ShownDifference extends Omit<Difference, 'primary' | 'secondary'> {
  readonly primary: ShownSide;
  readonly secondary: ShownSide;
}

/** A virtual server that the secondary would post otherwise than the primary. */
export interface ShownVirtualDifference {
  readonly tenant: string;
  readonly virtual: string;
  /** In words; empty where only one side has it. */
  readonly what: readonly string[];
  readonly primary?: Position;
  readonly secondary?: Position;
}

/** What a failover does to one path, with the words that people read. */
export interface ShownPathChange extends Omit<PathChange, 'place'> {
  readonly words: string;
}

export interface ShownPair extends Omit<PairParity, 'differences' | 'views' | 'failover'> {
  readonly differences: readonly ShownDifference[];
  readonly views: readonly ShownVirtualDifference[];
  readonly failover: readonly ShownPathChange[];
}

/** Result of `render parity`. */
export interface ParityResult {
  /** True where something differs that is neither harmless nor allowed, or cannot be read. */
  readonly differs: boolean;
  readonly pairs: readonly ShownPair[];
  readonly findings: readonly ShownFinding[];
}

/** A comparison with its places as lines and columns. */
export function parityResult(
  { pairs, differs }: Parity,
  findings: readonly ShownFinding[],
  locate: Locate,
): ParityResult {
  const at = <K extends string>(key: K, place: Place | undefined): { readonly [key in K]?: Position } => {
    const position = place && locate(place);
    return (position ? { [key]: position } : {}) as { readonly [key in K]?: Position };
  };
  const side = ({ value, place }: Side): ShownSide => ({
    ...(value !== undefined && { value }),
    ...at('position', place),
  });
  const shown = pairs.map(({ differences, views, failover, ...pair }) => ({
    ...pair,
    differences: differences.map(({ primary, secondary, ...difference }) => ({
      ...difference,
      primary: side(primary),
      secondary: side(secondary),
    })),
    views: views.map(({ primary, secondary, ...view }) => ({
      ...view,
      ...at('primary', primary),
      ...at('secondary', secondary),
    })),
    failover: failover.map(({ place: _, ...change }) => ({ ...change, words: changeWords(change) })),
  }));
  return { differs, pairs: shown, findings };
}

/** The same with the paths that a code host knows: `folder` leads from the root of the repository to the workspace. */
export function parityInRepository({ differs, pairs, findings }: ParityResult, folder: string): ParityResult {
  const moved = (position: Position): Position => ({ ...position, file: folder + position.file });
  const side = (one: ShownSide): ShownSide => ({ ...one, ...(one.position && { position: moved(one.position) }) });
  return {
    differs,
    findings: repositoryPaths(findings, folder),
    pairs: pairs.map(({ differences, views, ...pair }) => ({
      ...pair,
      differences: differences.map(({ primary, secondary, ...difference }) => ({
        ...difference,
        primary: side(primary),
        secondary: side(secondary),
      })),
      views: views.map(({ primary, secondary, ...view }) => ({
        ...view,
        ...(primary && { primary: moved(primary) }),
        ...(secondary && { secondary: moved(secondary) }),
      })),
    })),
  };
}
