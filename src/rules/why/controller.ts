import type { controllerRules } from '../controller.ts';
import type { ExplanationsOf } from './explanation.ts';

export const controllerWhy: ExplanationsOf<typeof controllerRules> = {
  'controller-refuses-arguments': {
    why: `The controller checks its arguments before anything else and exits when they contradict each other or one is missing. The Pod goes to
      CrashLoopBackOff. Traffic goes on with what was posted before, but no endpoint, certificate or Route is brought up to date any
      more, so Pods that move during the night take their pools down.`,
    fix: 'Give or remove the argument that the message names.',
  },
  'controller-unknown-flag': {
    why: `The controller exits at a flag that it does not know, mostly a misspelt one or one of a newer release. It is a warning
      because releases differ in their flags: yours may know it. What the flag would change is not rendered.`,
    fix: 'Look for a typing error; `--help` of your release lists the flags.',
  },
  'controller-flag-without-effect': {
    why: `The flag is accepted, since the binary also holds the legacy controller that it belongs to. Whoever sets ciphers or a
      default profile there believes TLS to be hardened, while virtual servers keep the defaults.`,
  },
  'controller-legacy': {
    why: `Without a mode the binary starts the legacy controller, which reads Ingresses, ConfigMaps with AS3 and Routes in another way.
      None of its behaviour is rendered here. Whatever was rendered instead would not be what reaches the BIG-IP.`,
  },
  'controller-cluster-name-alone': {
    why: `The flag alone does not make a multi-cluster set-up, yet it names the local cluster. Default pools of Policies and VirtualServers are recorded
      under the empty name, so no cluster with a name gives them members: every request that only the default pool
      would take fails.`,
  },
  'controller-extra-partition': {
    why: `The flag can be repeated, yet the first value alone is the default partition and the label of every
      tenant, and the others are dropped without a word. What was to go into the second partition lands in the first, beside
      or over what is there.`,
  },
  'controller-two-configmaps': {
    why: `Both flags name the extended ConfigMap, and the newer one wins. Edits of the other ConfigMap, which the older flag still points
      at, have no effect at all, although the arguments seem to say that it is read.`,
  },
  'controller-several': {
    why: `A cluster can run several controllers, for several BIG-IPs or partitions, but a view is rendered with the arguments of
      one. The one taken is a choice of order, and a renamed file can change it. So the files may show another controller's work than you
      expect.`,
  },
};
