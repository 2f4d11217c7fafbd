import { defineRule } from './define-rule.ts';

/** About what would be written: reasons for `build` to write nothing. */
export const outputRules = {
  'resource-unsupported': defineRule<{ kind: string; namespace: string; name: string }>({
    severity: 'error',
    section: 'design',
    message: ({ kind, namespace, name }) =>
      `the controller would process ${kind} ${namespace}/${name}, which cannot be rendered yet`,
    hint: 'The view of this controller is not written, since it would lack this resource.',
  }),
  'gslb-unsupported': defineRule({
    severity: 'error',
    section: '02 §11.12',
    message: () =>
      'with --cccl-gtm-agent=false the controller posts a tenant with GSLB objects as well, which cannot be rendered yet',
    hint: 'The view of this controller is not written, since it would lack that tenant.',
  }),
  'as3-invalid': defineRule<{ tenant: string; object: string; pointer: string; reason: string }>({
    severity: 'error',
    section: 'design',
    message: ({ tenant, object, pointer, reason }) =>
      `AS3 would refuse tenant ${tenant}${object === '' ? '' : `, object ${object}`}: ${pointer} ${reason}`,
    hint: 'Nothing is written. The manifests make the controller post this declaration, too.',
  }),
  'tenant-lost': defineRule<{ file: string; partly: boolean; reason: string }>({
    severity: 'error',
    section: 'design',
    message: ({ file, partly, reason }) =>
      partly
        ? `${file} would lose virtual servers for lack of input: ${reason}`
        : `${file} would be deleted, and its tenant with it, for lack of input: ${reason}`,
    hint: 'Nothing is written. If the tenant is meant to go, delete the file in the same change.',
  }),
};
