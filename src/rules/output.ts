import { defineRule } from './define-rule.ts';

/** About what would be written: reasons for `build` to write nothing. */
export const outputRules = {
  'as3-invalid': defineRule<{ tenant: string; object: string; pointer: string; reason: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ tenant, object, pointer, reason }) =>
      `AS3 would refuse tenant ${tenant}${object === '' ? '' : `, object ${object}`}: ${pointer} ${reason}`,
    hint: 'Nothing is written. The manifests make the controller post this declaration, too.',
  }),
  'tenant-emptied': defineRule<{ tenant: string; deleted: boolean }>({
    severity: 'error',
    suppressible: false,
    section: '02 §11.2',
    message: ({ tenant, deleted }) =>
      `tenant ${tenant} has no virtual server left, and the controller would ${deleted ? 'delete it' : 'post it empty'}`,
    hint: 'Nothing is written. Mend the resources that are rejected, or take them out.',
  }),
  'tenant-lost': defineRule<{ file: string; partly: boolean; reason: string }>({
    severity: 'error',
    suppressible: false,
    section: 'design',
    message: ({ file, partly, reason }) =>
      partly
        ? `${file} would lose virtual servers for lack of input: ${reason}`
        : `${file} would be deleted, and its tenant with it, for lack of input: ${reason}`,
    hint: 'Nothing is written. If the tenant is meant to go, delete the file in the same change.',
  }),
  'rendered-out-of-date': defineRule<{ file: string; wanted: boolean }>({
    severity: 'error',
    section: 'design',
    message: ({ file, wanted }) =>
      wanted ? `${file} is not what the manifests are rendered to` : `${file} is of a tenant that is gone`,
    hint: 'Run `render build`, and commit what it changes.',
  }),
};
