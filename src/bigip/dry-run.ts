/** Since when AS3 takes `controls.dryRun` as a query parameter, before what a declaration says (AS3's CHANGELOG, 3.30.0). */
const since = [3, 30] as const;

/** Whether AS3 of a version, such as `3.56.0`, knows dry runs by query parameter; an older one refuses the parameter. */
export function knowsDryRun(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > since[0] || (major === since[0] && minor >= since[1]);
}
