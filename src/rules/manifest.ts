import { defineRule } from './define-rule.ts';
import { didYouMean, meantWord, type Suggested } from './did-you-mean.ts';

/** About files and objects as such: what a cluster would refuse, or what cannot be read. */
export const manifestRules = {
  'file-too-large': defineRule<{ mebibytes: number; limit: number }>({
    severity: 'error',
    section: 'design',
    message: ({ mebibytes, limit }) => `the file has ${mebibytes} MiB; files of more than ${limit} MiB are not read`,
    hint: 'No object of a cluster is that large: split the file, or leave it out of `manifests`.',
  }),
  'file-not-utf8': defineRule({
    severity: 'error',
    section: 'design',
    message: () => 'the file is not UTF-8 text',
    hint: 'Save it as UTF-8, or leave it out of `manifests`.',
  }),
  'file-unreadable': defineRule<{ reason: string }>({
    severity: 'error',
    section: 'design',
    message: ({ reason }) => `the file cannot be read: ${reason}`,
    hint: 'Nothing of it is taken into account.',
  }),
  'symlink-outside': defineRule<{ path: string }>({
    severity: 'error',
    section: 'design',
    message: ({ path }) => `${path} leads out of the workspace and is not read`,
    hint: 'Only files of the workspace are read, so that a change under review cannot show files of the machine.',
  }),
  'yaml-syntax': defineRule<{ reason: string }>({
    severity: 'error',
    section: 'design',
    message: ({ reason }) => `this is not YAML: ${reason}`,
    hint: 'Nothing of this document is taken into account; the other documents of the file are.',
  }),
  'yaml-duplicate-key': defineRule({
    severity: 'error',
    section: 'design',
    message: () => 'this key stands twice in its mapping; the last one counts',
    hint: 'Remove one of them. Newer versions of kubectl refuse such a file.',
  }),
  'yaml-alias-bomb': defineRule<{ reason: string }>({
    severity: 'error',
    section: 'design',
    message: ({ reason }) => `the document is not read: ${reason}`,
    hint: 'Write the values out, or use fewer aliases.',
  }),
  'object-not-kubernetes': defineRule({
    severity: 'info',
    section: 'design',
    message: () => 'this document is no Kubernetes object: it has neither apiVersion nor kind',
    hint: 'It is left out. If it is not meant to be a manifest, name the files more closely in `manifests`.',
  }),
  'object-without-identity': defineRule<{ field: string }>({
    severity: 'error',
    section: 'design',
    message: ({ field }) => `the object has no usable ${field}, so no cluster would take it`,
    hint: 'Every object needs apiVersion, kind and metadata.name, all of them text.',
  }),
  'object-kind-unknown': defineRule<{ apiVersion: string; kind: string; name: string; suggested?: string }>({
    severity: 'error',
    section: '02 §1.1',
    message: values =>
      `${values.name} is not read: there is no kind ${values.kind} in ${values.apiVersion}.${didYouMean(values)}`,
    hint: 'No cluster would take it. Until it is mended, no rendered file is deleted.',
  }),
  'object-wrong-type': defineRule<{ kind: string; name: string; field: string; expected: string; actual: string }>({
    severity: 'error',
    section: '02 §0.3',
    message: ({ kind, name, field, expected, actual }) =>
      `${kind} ${name}: ${field} must be ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}, not a ${actual}; a cluster would refuse the object`,
    hint: ({ expected, actual }) =>
      expected === 'string' && (actual === 'boolean' || actual === 'number')
        ? 'Put the value in quotes. Until then the object is left out.'
        : 'Until it is mended, the object is left out.',
  }),
  'object-key-unknown': defineRule<{ kind: string; name: string; field: string } & Suggested>({
    severity: 'warning',
    section: '02 §17.7',
    message: values => `${values.kind} ${values.name}: there is no ${values.field}.${didYouMean(values)}`,
    hint: 'The API server refuses an object with a key that it does not know, or drops the key; it has no effect here.',
    fix: meantWord,
  }),
  'object-key-empty': defineRule<{ kind: string; name: string; field: string }>({
    severity: 'warning',
    section: '02 §0.3',
    message: ({ kind, name, field }) => `${kind} ${name}: ${field} has no value, which counts as if it were not there`,
    hint: 'Give it what was meant to stand there, or remove it. What comes after it may be indented too little.',
  }),
  'object-value-refused': defineRule<{ kind: string; name: string; field: string; problem: string }>({
    severity: 'error',
    section: '02 §0.3',
    message: ({ kind, name, field, problem }) => `${kind} ${name}: ${field} ${problem}`,
    hint: 'The API server refuses such an object. It is rendered here as if it had been taken.',
  }),
  'object-boolean-word': defineRule<{ kind: string; name: string; field: string; word: string }>({
    severity: 'error',
    section: '01 §2.1',
    message: ({ kind, name, field, word }) =>
      `${kind} ${name}: ${field} is ${word} without quotes, which kubectl reads as a boolean, so a cluster refuses the object`,
    hint: 'Put the word in quotes. It is taken as text here, as by tools that read YAML 1.2.',
  }),
  'object-duplicate': defineRule<{ kind: string; namespace: string; name: string; cluster: string }>({
    severity: 'error',
    section: '02 §17.7',
    message: ({ kind, namespace, name, cluster }) =>
      `${kind} ${namespace === '' ? '' : `${namespace}/`}${name} is defined twice in cluster ${cluster}; this one, read last, counts`,
    hint: 'Keep one of them: `kubectl apply` lets the last one win, and which one is last can change with a file name.',
  }),
};
