import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { readCommonYaml } from './common-yaml.ts';
import { manifestSchema } from './yaml-schema.ts';

/** Text that does not parse: what is wrong and where, in UTF-16 units from the start of the text. */
export interface YamlProblem {
  readonly reason: string;
  readonly offset: number;
}

/** Events of a text that parses. Their offsets count in `text`, which may be longer than what was read: see `original`. */
export interface ParsedYaml {
  readonly text: string;
  readonly events: Event[];
  /** Offset in the text as read, for an offset in `text`. */
  readonly original: (offset: number) => number;
}

export type YamlResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: YamlProblem };

/** Aliases cost nothing here and everything where they are written out; no manifest needs this many in one document. */
const maxAliases = 1_000;
/** Upper bound of a document written out without aliases, in nodes. */
const maxNodes = 100_000;
/** Upper bound of the characters that are parsed again for one text because of its indentation. */
const maxRelaxedCharacters = 64 * 1024 * 1024;

function problemOf(error: unknown): YamlProblem {
  if (error instanceof YAMLException) return { reason: error.reason, offset: error.mark?.position ?? 0 };
  if (error instanceof Error) return { reason: error.message, offset: 0 };
  throw error;
}

/**
 * Parses a text to events. A quoted string or a flow collection that goes on with too little indentation is an error in
 * YAML, yet kubectl and the controller accept it, since indentation means nothing there: such lines are moved to the
 * right, which leaves every value as it is, and offsets are mapped back.
 */
export function parseYaml(source: string): YamlResult<ParsedYaml> {
  let text = source;
  let parsedAgain = 0;
  const inserted: Array<{ at: number; width: number }> = [];
  const original = (offset: number): number => {
    let result = offset;
    for (let i = inserted.length - 1; i >= 0; i--) {
      const { at, width } = inserted[i]!;
      if (result > at) result = Math.max(at, result - width);
    }
    return result;
  };
  for (;;) {
    try {
      const events = parseEvents(text, {});
      const alias = text.includes('*') ? aliasProblem(text, events) : undefined;
      if (alias) return { ok: false, problem: { ...alias, offset: original(alias.offset) } };
      return { ok: true, value: { text, events, original } };
    } catch (error) {
      const problem = problemOf(error);
      parsedAgain += text.length;
      if (problem.reason !== 'deficient indentation' || parsedAgain > maxRelaxedCharacters) {
        return { ok: false, problem: { reason: problem.reason, offset: original(problem.offset) } };
      }
      const width = 128;
      inserted.push({ at: problem.offset, width });
      text = text.slice(0, problem.offset) + ' '.repeat(width) + text.slice(problem.offset);
    }
  }
}

/** An alias that names nothing, is part of what it names, or makes a document too large once it is written out. */
function aliasProblem(text: string, events: readonly Event[]): YamlProblem | undefined {
  /** Nodes of what an anchor names; infinite as long as it goes on. */
  const sizes = new Map<string, number>();
  const open: Array<{ readonly anchor: string; size: number }> = [];
  const nameOf = ({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }): string =>
    anchorStart < 0 ? '' : text.slice(anchorStart, anchorEnd);
  const add = (anchor: string, size: number): void => {
    if (anchor !== '') sizes.set(anchor, size);
    const within = open.at(-1);
    if (within) within.size += size;
  };
  let writtenOut = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      const { anchor, size } = open.pop()!;
      add(anchor, size);
      if (open.length === 0) sizes.clear();
    } else if (event.type === EVENT_ID.ALIAS) {
      const size = sizes.get(nameOf(event));
      const offset = event.anchorStart - 1;
      if (size === undefined) return { reason: `the alias *${nameOf(event)} names no anchor`, offset };
      writtenOut += size;
      if (writtenOut > maxNodes) {
        return { reason: `aliases make this document larger than ${maxNodes} values, or part of itself`, offset };
      }
      add('', size);
    } else if (event.type === EVENT_ID.SCALAR) add(nameOf(event), 1);
    else {
      const anchor = event.type === EVENT_ID.DOCUMENT ? '' : nameOf(event);
      if (anchor !== '') sizes.set(anchor, Number.POSITIVE_INFINITY);
      open.push({ anchor, size: 1 });
    }
  }
  return undefined;
}

/** False for a value that is too large once its aliases are written out, contains itself, or is nested beyond measure. */
function fitsWrittenOut(value: unknown): boolean {
  try {
    return writtenOutSize(value) <= maxNodes;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function writtenOutSize(value: unknown, known = new Map<object, number>()): number {
  if (typeof value !== 'object' || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  known.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const child of Object.values(value)) size += writtenOutSize(child, known);
  known.set(value, size);
  return size;
}

export interface LoadedYaml {
  readonly documents: readonly unknown[];
  /** Offset of the first key that stands twice in one mapping; the last one counts, as with kubectl. */
  readonly duplicateKey?: number;
}

/** Reads a text to values with the types that a cluster gives them. */
export function loadYaml(source: string): YamlResult<LoadedYaml> {
  const common = readCommonYaml(source);
  return common ? { ok: true, value: { documents: [common.value] } } : loadAnyYaml(source);
}

/** The same by the whole parser, which `loadYaml` turns to for what is not common. */
export function loadAnyYaml(source: string): YamlResult<LoadedYaml> {
  const parsed = parseYaml(source);
  if (!parsed.ok) return parsed;
  const { text, events, original } = parsed.value;
  const options = { source: text, schema: manifestSchema, maxAliases };
  let result: LoadedYaml;
  try {
    result = { documents: constructFromEvents(events, options) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.reason !== 'duplicated mapping key') {
      return { ok: false, problem: { ...problem, offset: original(problem.offset) } };
    }
    try {
      result = {
        documents: constructFromEvents(events, { ...options, json: true }),
        duplicateKey: original(problem.offset),
      };
    } catch (second) {
      const { reason, offset } = problemOf(second);
      return { ok: false, problem: { reason, offset: original(offset) } };
    }
  }
  if (text.includes('*') && text.includes('&') && !fitsWrittenOut(result.documents)) {
    const reason = `aliases make this document larger than ${maxNodes} values, or part of itself`;
    return { ok: false, problem: { reason, offset: 0 } };
  }
  return { ok: true, value: result };
}
