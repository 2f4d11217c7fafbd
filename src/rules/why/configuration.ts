import type { configurationRules } from '../configuration.ts';
import type { ExplanationsOf } from './explanation.ts';

export const configurationWhy: ExplanationsOf<typeof configurationRules> = {
  'workspace-missing': {
    why: `Every path is relative to the workspace, the directory that holds render.yaml. In a pipeline a wrong one is mostly a
      typing error or a checkout that did not happen. Nothing is read and nothing is written, so a job that goes on after it
      would take the files of yesterday for those of today.`,
  },
  'workspace-empty': {
    why: `Without a render.yaml each directory under clusters/ is a cluster, and here is neither. A run that found nothing to
      do and said so with exit code 0 would look like a workspace without mistakes. Therefore it stops.`,
  },
  'config-invalid': {
    why: `render.yaml says which manifests belong to which cluster, and how the controller there is started. Half of it is not
      used: a cluster that is left out would take its members out of every pool of the others. So nothing runs until all of it can
      be read.`,
  },
  'config-unknown-key': {
    why: `A key that is misspelt would be as good as absent, and its default would hold without a word: with "ouput" the files go
      to rendered/, and whoever posts them keeps posting the old ones from the directory that was meant. A key is therefore known
      or an error.`,
  },
  'config-duplicate-cluster': {
    why: `The extended ConfigMap, --local-cluster-name and multiClusterServices refer to a cluster by its name alone. Two entries
      of one name would be two sets of Services under it, and which of them gives the members of a pool could only be guessed.`,
  },
  'config-cluster-name': {
    why: `Each view is written to a directory named after its cluster. A name with a slash or two dots would lead to another
      directory, even out of the workspace, and a file there would be replaced.`,
  },
  'config-cluster-case': {
    why: `Each view is written to a directory named after its cluster. Linux tells "East" from "east", but the file systems of macOS and Windows do not
      by default: there a build, or a checkout of what was built elsewhere, puts the files of both clusters into one directory, and of two with one name
      the last one remains. What is then posted to one BIG-IP was made for the other.`,
  },
  'config-path-missing': {
    why: `A glob that matches nothing gives a cluster without resources, and such a cluster renders without any complaint: its
      members disappear from every pool, and its tenants from the output. Mostly a directory was renamed. The run goes on, so that
      everything else is told too, and its exit code is 1.`,
  },
  'config-no-controller': {
    why: `What is rendered is what a controller would post, and that depends on its arguments: its mode, its partition, its name
      for the local cluster. Without a controller in any cluster there are only manifests and no view, so a workspace full of
      mistakes would pass.`,
  },
  'stdin-file-outside': {
    why: `An editor hands over the text of one file, and it stands for the file on the disk. A name that no cluster's manifests hold is a file that is
      rendered nowhere, so there is nothing to say about it.`,
  },
  'revision-unusable': {
    why: `Only what a change touches is reported, and for that the state before has to be known. A checkout without history has none. Reporting everything
      or nothing instead would both be wrong in a pipeline, so it stops.`,
  },
};
