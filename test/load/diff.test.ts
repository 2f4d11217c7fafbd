import { describe, expect, test } from 'vitest';
import { parseDiff } from '../../src/load/diff.ts';

const parsed = (text: string): unknown => {
  const { files, renamed } = parseDiff(text);
  return { files: Object.fromEntries(files), renamed: Object.fromEntries(renamed) };
};

describe('a diff', () => {
  test('gives lines of the file as it is now', () => {
    const text = `diff --git a/x.yaml b/x.yaml
index 1..2 100644
--- a/x.yaml
+++ b/x.yaml
@@ -1 +1,2 @@
-a
+b
+c
@@ -9,0 +11 @@ spec:
+d
@@ -20,2 +21,0 @@
-e
-f
`;
    const ranges = [
      [1, 2],
      [11, 11],
      [21, 22],
    ];
    expect(parsed(text)).toEqual({ files: { 'x.yaml': ranges }, renamed: {} });
  });

  test('does not take a line of a file for a header', () => {
    const text = `diff --git a/x b/x
--- a/x
+++ b/x
@@ -1,2 +1,2 @@
--- a/y
-@@ -7 +7 @@
+++ b/y
+diff --git a/z b/z
\\ No newline at end of file
@@ -5 +5 @@
-a
\\ No newline at end of file
+b
`;
    expect(parsed(text)).toEqual({
      files: {
        x: [
          [1, 2],
          [5, 5],
        ],
      },
      renamed: {},
    });
  });

  test('knows files that come, go and move', () => {
    const text = `diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
-a
diff --git a/old name b/new name
similarity index 90%
rename from old name
rename to new name
--- a/old name\t
+++ b/new name\t
@@ -3 +3 @@
-a
+b
diff --git a/moved b/here
similarity index 100%
rename from moved
rename to here
diff --git a/fresh b/fresh
new file mode 100644
--- /dev/null
+++ b/fresh
@@ -0,0 +1,3 @@
+a
+b
+c
`;
    expect(parsed(text)).toEqual({
      files: { 'new name': [[3, 3]], fresh: [[1, 3]] },
      renamed: { 'old name': 'new name', moved: 'here' },
    });
  });

  test('reads names in quotes', () => {
    const text = 'diff --git x\n--- /dev/null\n+++ "b/a\\"b\\\\c\\td\\001é.yaml"\n@@ -0,0 +1 @@\n+a\n';
    expect(parsed(text)).toEqual({ files: { 'a"b\\c\td\u0001é.yaml': [[1, 1]] }, renamed: {} });
  });

  test('counts a deletion at the start of a file as its first line', () => {
    expect(parsed('+++ b/x\n@@ -1,2 +0,0 @@\n-a\n-b\n')).toEqual({ files: { x: [[1, 1]] }, renamed: {} });
  });
});
