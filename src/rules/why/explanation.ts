/** What a rule's page tells beside its message and hint. Read by `render explain` and the documents alone. */
export interface Explanation {
  /**
   * What the controller, the API server or cis-render does there, and what that means for traffic. Two to four sentences;
   * line breaks and indentation do not count.
   */
  readonly why: string;
  /** What to do, where the hint says what follows instead. The hint comes after it. */
  readonly fix?: string;
  /** What the controller writes to the status of the resource, as seen in a golden; `<name>` and the like stand for values. */
  readonly status?: readonly string[];
  /** What it writes to its log, as seen in a golden. */
  readonly log?: readonly string[];
}

/** An explanation for each rule of a catalogue: without one it does not compile. */
export type ExplanationsOf<Catalogue> = { readonly [Rule in keyof Catalogue]: Explanation };
