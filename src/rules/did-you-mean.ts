/** ` Did you mean "x"?`, or nothing. */
export function didYouMean({ suggested }: { readonly suggested?: string }): string {
  return suggested === undefined ? '' : ` Did you mean "${suggested}"?`;
}
