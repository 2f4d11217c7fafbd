/** Lines of a file as it is now, 1-based and inclusive. Where lines were only taken out, the two that now meet. */
export type FileChanges = ReadonlyArray<readonly [first: number, last: number]>;

export const wholeFileChanged: FileChanges = [[1, Number.POSITIVE_INFINITY]];

const header = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** Reads what `git diff --unified=0` prints, with the prefixes `a/` and `b/`. Files that are gone are left out. */
export function parseDiff(text: string): {
  readonly files: Map<string, FileChanges>;
  readonly renamed: Map<string, string>;
} {
  const files = new Map<string, FileChanges>();
  const renamed = new Map<string, string>();
  const lines = text.split('\n');
  let file: string | undefined;
  let renamedFrom = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const hunk = header.exec(line);
    if (line.startsWith('diff --git ')) file = undefined;
    else if (line.startsWith('rename from ')) renamedFrom = pathOf(line.slice(12));
    else if (line.startsWith('rename to ')) renamed.set(renamedFrom, pathOf(line.slice(10)));
    else if (line.startsWith('+++ ')) file = line === '+++ /dev/null' ? undefined : pathOf(line.slice(4)).slice(2);
    else if (hunk) {
      const [taken, first, added] = [hunk[1] ?? 1, hunk[2], hunk[3] ?? 1].map(Number) as [number, number, number];
      if (file !== undefined) {
        const range = added === 0 ? ([Math.max(1, first), first + 1] as const) : ([first, first + added - 1] as const);
        files.set(file, [...(files.get(file) ?? []), range]);
      }
      // The lines themselves are not looked at: one of them may look like a header.
      for (let left = taken + added; left > 0; left--) {
        at++;
        if (lines[at]?.startsWith('\\')) left++;
      }
    }
  }
  return { files, renamed };
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** A path as git writes it: in quotes where a character needs it, with a tab behind it where it has blanks. */
function pathOf(text: string): string {
  const path = text.replace(/\t$/, '');
  if (!path.startsWith('"')) return path;
  return path
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) => String.fromCharCode(escapes[code] ?? Number.parseInt(code, 8)));
}
