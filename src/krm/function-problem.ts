import type { Path } from '../place.ts';

/** Why a function cannot do its work: what it was handed, or what its configuration says. */
export class FunctionProblem extends Error {
  readonly hint: string;
  /** Of the function's configuration. */
  readonly field: Path | undefined;

  constructor(message: string, hint: string, field?: Path) {
    super(message);
    this.hint = hint;
    this.field = field;
  }
}
