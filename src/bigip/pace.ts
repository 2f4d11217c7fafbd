/** How long is waited for what, in milliseconds. */
export interface Pace {
  /** Without a byte from or to the BIG-IP. AS3 answers within 45 s, also where it does not do so at once. */
  readonly silence: number;
  /** Between two tries, and between two looks at a task: at first and at most. */
  readonly retry: readonly [number, number];
  readonly poll: readonly [number, number];
  /** After a lost answer, for its task to appear. */
  readonly grace: number;
  /** For giving the token back, and for that after an interruption. */
  readonly goodbye: number;
  readonly hasty: number;
}

export const usualPace: Pace = {
  silence: 60_000,
  retry: [1_000, 30_000],
  poll: [500, 5_000],
  grace: 15_000,
  goodbye: 5_000,
  hasty: 500,
};
