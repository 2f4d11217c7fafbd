/** What a section of the behavioural specification says, and which rules stand on it. */
export interface Section {
  readonly title: string;
  /** What the controller or the API server refuses, ignores, loses or crashes at. */
  readonly states?: string;
  /** Rules that cite another section and stand on this one too. */
  readonly also?: readonly string[];
  /** Why there is no rule. */
  readonly silent?: string;
  /** What is stated and not reported yet. */
  readonly gap?: string;
}

export type Sections = Readonly<Record<string, Section>>;
