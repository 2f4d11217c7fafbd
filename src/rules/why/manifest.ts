import type { manifestRules } from '../manifest.ts';
import type { ExplanationsOf } from './explanation.ts';

export const manifestWhy: ExplanationsOf<typeof manifestRules> = {
  'file-too-large': {
    why: `etcd takes objects of about 1.5 MiB, so a file of this size is a dump, a log or a binary that a glob caught. Reading it
      would cost a pipeline its memory. It is left out as a whole, and what it defines is missing from the view.`,
  },
  'file-not-utf8': {
    why: `Manifests are UTF-8 text. Bytes of another encoding would be replaced by question marks, and a host or an object name with one of them is another name on the BIG-IP.`,
  },
  'file-unreadable': {
    why: `A file that is listed and cannot be opened is missing input: a Service in it takes its pool's members along, a Route its
      rules. That is an error and no warning, because the result would look complete.`,
    fix: 'Mend the link or the permissions, or leave the file out of `manifests`.',
  },
  'symlink-outside': {
    why: `A change under review may contain anything, also a link to /etc or to a token of the machine that checks it, and findings
      show pieces of files. So links are followed within the workspace only. What lies behind this one is missing from the view.`,
    fix: 'Copy the file into the workspace, or leave the link out of `manifests`.',
  },
  'yaml-syntax': {
    why: `kubectl apply refuses the document, so in the cluster its object stays as it was before the change, or never comes to be. Only this
      document is left out here: the others of the file are still checked and rendered, without what it would have added.`,
    fix: 'Mend the line that is shown, mostly its indentation, a quote or a tab.',
  },
  'yaml-duplicate-key': {
    why: `Older kubectl and many tools silently take the last of the two, newer ones refuse the file. So one repository can be two
      different configurations, by the version of whoever applies it. The value that was meant is often the one that loses.`,
  },
  'yaml-alias-bomb': {
    why: `Aliases that refer to aliases grow by powers: a file of ten lines becomes gigabytes in memory, and one that contains itself
      never ends. The API server refuses such a document too. It is not expanded, and its object is missing from the view.`,
  },
  'object-not-kubernetes': {
    why: `A values file or a kustomization lies among the manifests. kubectl apply would stop at it with an error; here it is only left
      out, because globs catch such files easily. Look at it if it was meant to be an object, since nothing of it is rendered.`,
    fix: 'Leave the file out by a closer glob, or give the object its apiVersion and kind.',
  },
  'object-without-identity': {
    why: `The API server stores an object under its kind, namespace and name, and refuses one that lacks any of it. The controller
      therefore never sees it. Often it is a template that was not filled in, or a name that YAML reads as a number.`,
  },
  'object-wrong-type': {
    why: `The API server checks types before it stores an object, so the apply fails and the cluster keeps the version from before.
      In GitOps that shows only as a sync error somewhere else, and the BIG-IP goes on with yesterday's configuration. Here the object is left
      out, as a new cluster would be without it.`,
  },
  'object-key-unknown': {
    why: `The API server knows the keys of its own kinds. By the way in which an object is applied it refuses an unknown one, warns of it or drops
      it, and the controller never sees it. A misspelt "targetPort" or "readinessProbe" leaves its default in force, and the pool gets
      other members than were meant.`,
  },
  'object-key-empty': {
    why: `A key with nothing behind it is null, and the API server takes null as if the key were not there. Mostly what belongs to it
      stands a line below, indented too little, or was deleted alone. A Route with an empty "tls" is a Route without TLS, and serves its host in
      clear text.`,
  },
  'object-value-refused': {
    why: `The API server checks names, ports and enumerations before it stores an object, and refuses the whole object for one of them.
      The cluster keeps the version from before. It is rendered here with the value as it stands, so that the rest can be looked at; the BIG-IP
      will not get that configuration.`,
    fix: 'Write a value that the message allows.',
  },
  'object-boolean-word': {
    why: `Kubernetes reads YAML 1.1, in which yes, no, on and off are booleans, and labels and annotations must be text. The apply fails,
      while editors and tools that read YAML 1.2 show nothing wrong. To let the rest be checked, the word is taken as text here.`,
  },
  'object-duplicate': {
    why: `Files are applied one after the other, so the last document is what the cluster holds in the end, and for a moment before
      that it holds the other one. A renamed file turns the order round, and with it what the BIG-IP serves, in a change that touches no
      line of either.`,
  },
  'object-kind-unknown': {
    why: `No cluster has this kind in this version of its group, so the API server refuses the document, and what is in the cluster stays as it
      was. Read as if it were not there, it would take its virtual servers along. So nothing is deleted until it is mended.`,
  },
};
