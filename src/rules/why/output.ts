import type { outputRules } from '../output.ts';
import type { ExplanationsOf } from './explanation.ts';

export const outputWhy: ExplanationsOf<typeof outputRules> = {
  'as3-invalid': {
    why: `AS3 checks a declaration against its schema before it changes anything and answers 422. The controller posts all tenants in one
      request, so this one mistake keeps the changes of every tenant away, and it tries the same body again and again. Until it is mended the
      BIG-IP does not follow the cluster: members that go stay in pools, and new ones are not added.`,
    fix: 'Mend the field of the manifest that the value comes from.',
  },
  'tenant-emptied': {
    why: `A tenant without a virtual server is posted empty when it is the default partition, and is deleted otherwise. A rejected resource is
      enough: in trying to delete its virtual server the controller notes the partition as one that is there. Everything in it stops
      being served at once, so the files are not written and a person has to look.`,
  },
  'tenant-lost': {
    why: `A committed file is what the BIG-IP serves now. When a view stops, posts nothing or loses a whole route group for want of input,
      the file would vanish and whatever posts the files would delete the tenant. A mistake in one manifest must not do that; a
      tenant that is meant to go is deleted together with its file.`,
    fix: 'Mend what the other findings name.',
  },
  'rendered-out-of-date': {
    why: `Rendered files are committed beside the manifests, so that a review shows what a change does to the BIG-IP. One that does not follow
      from them was edited by hand, or the build was forgotten. Whatever posts the files would undo a change that the controller has
      made, or bring back a tenant that is gone.`,
  },
};
