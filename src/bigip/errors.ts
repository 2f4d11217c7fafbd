import { OutsideError } from '../outside-error.ts';

/** Why a BIG-IP could not be asked, or what it answered is of no use. */
export type BigipErrorKind =
  /** A URL that credentials are not sent to. */
  | 'target'
  | 'unreachable'
  | 'certificate'
  | 'authentication'
  | 'forbidden'
  | 'as3-missing'
  | 'as3-too-old'
  /** It is at work on something else, or starting, up to the deadline. */
  | 'busy'
  /** It did not answer, or a task did not end, in time. */
  | 'deadline'
  | 'not-json'
  /** JSON or a status that AS3 does not have in this place. */
  | 'unexpected'
  | 'too-large'
  | 'redirected'
  | 'interrupted'
  /** A dry run that AS3 did not say was one. */
  | 'not-dry';

/** The message is for people and never has credentials, tokens or declarations in it. */
export class BigipError extends OutsideError {
  readonly kind: BigipErrorKind;
  /** AS3's task that may still be at work when this is thrown. */
  readonly task?: string;
  /** Whether a declaration may have been accepted that nobody has seen the end of. */
  readonly pending: boolean;

  constructor(
    kind: BigipErrorKind,
    message: string,
    under: { readonly task?: string | undefined; readonly pending?: boolean } = {},
  ) {
    super(message);
    this.kind = kind;
    if (under.task !== undefined) this.task = under.task;
    this.pending = under.pending ?? under.task !== undefined;
  }
}
