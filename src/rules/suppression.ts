import { defineRule } from './define-rule.ts';
import { didYouMean } from './did-you-mean.ts';

/** About findings that somebody wants to see no more. */
export const suppressionRules = {
  'suppression-unknown-rule': defineRule<{ rule: string; suggested?: string }>({
    severity: 'warning',
    suppressible: false,
    section: 'design',
    message: values => `there is no rule "${values.rule}" to suppress.${didYouMean(values)}`,
    hint: 'The suppression does nothing. Give it the id that stands in brackets behind the finding.',
  }),
  'suppression-impossible': defineRule<{ rule: string }>({
    severity: 'warning',
    suppressible: false,
    section: 'design',
    message: ({ rule }) => `${rule} cannot be suppressed`,
    hint: 'It tells why nothing can be written, or of a suppression. Mend what it is about, and take this out.',
  }),
  'suppression-without-reason': defineRule<{ rule: string }>({
    severity: 'warning',
    suppressible: false,
    section: 'design',
    message: ({ rule }) => `the suppression of ${rule} gives no reason, so it does nothing`,
    hint: 'Write in a few words why the finding may stay.',
  }),
  'suppression-unused': defineRule<{ rule: string }>({
    severity: 'warning',
    suppressible: false,
    section: 'design',
    message: ({ rule }) => `no finding of ${rule} is there to be suppressed`,
    hint: 'Take the suppression out, so that it does not hide a finding that comes later.',
  }),
  'baseline-unusable': defineRule<{ file: string; problem: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ file, problem }) => `baseline ${file}: ${problem}`,
    hint: ({ file }) => `Write it with \`render validate --write-baseline ${file}\`.`,
  }),
  'baseline-outdated': defineRule<{ file: string; gone: number; total: number }>({
    severity: 'info',
    suppressible: false,
    section: 'design',
    message: ({ file, gone, total }) =>
      `${gone} of the ${total} findings in baseline ${file} ${gone === 1 ? 'does' : 'do'} not occur any more; here is the first`,
    hint: ({ file }) => `Write it again with \`render validate --write-baseline ${file}\`.`,
  }),
};
