import { readBlockList } from './block-list.ts';
import { FunctionProblem } from './function-problem.ts';
import { readJsonList } from './json-list.ts';
import type { Listing } from './listing.ts';

const handed =
  'kustomize and kpt hand it to a function; a legacy plugin of kustomize gets its configuration as a file instead: `render fn FILE`.';

/** Reads what a function is handed. Throws `FunctionProblem`. */
export function readResourceList(text: string): Listing {
  if (text.trim() === '') throw new FunctionProblem('standard input is empty: there is no ResourceList', handed);
  const listing = readJsonList(text) ?? readBlockList(text);
  if (!listing) throw new FunctionProblem('standard input is not one ResourceList', handed);
  const { kind, apiVersion } = listing;
  if (kind !== 'ResourceList')
    throw new FunctionProblem(`standard input is ${nameOf(kind)} and no ResourceList`, handed);
  if (!String(apiVersion).startsWith('config.kubernetes.io/'))
    throw new FunctionProblem(
      `the ResourceList has apiVersion ${nameOf(apiVersion)}; config.kubernetes.io/v1 is meant`,
      handed,
    );
  return listing;
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : 'something else');
