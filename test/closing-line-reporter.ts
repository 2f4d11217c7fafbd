import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Ends the run with one line that any CI can read: `N passed, N failed`. Above it stands what passed at a second try only. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const unsteady: TestCase[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (test.result().state === 'failed') failed++;
        else if (test.result().state === 'passed') passed++;
        if (test.diagnostic()?.flaky) unsteady.push(test);
      }
      if (module.state() === 'failed') failed += module.errors().length;
    }
    for (const { module, fullName } of unsteady) {
      process.stdout.write(`\npassed at the second try only: ${module.relativeModuleId} > ${fullName}`);
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }
}
