import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      name: 'tcl-as-text',
      enforce: 'pre',
      load: id => (id.endsWith('.tcl') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/closing-line-reporter.ts'],
    testTimeout: 60_000,
    // Tests of deadlines, watchers and signals meet machines that stand still for seconds. What passes at the second
    // try only is named at the end.
    retry: 1,
    // Most of the time is spent waiting for commands: by itself vitest would leave one of two processors to nobody.
    maxWorkers: '100%',
  },
});
