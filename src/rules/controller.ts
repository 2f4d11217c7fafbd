import { defineRule } from './define-rule.ts';

/** About a controller's arguments (specification 01 §1). */
export const controllerRules = {
  'controller-refuses-arguments': defineRule<{ problem: string }>({
    severity: 'error',
    suppressible: false,
    section: '01 §1',
    message: ({ problem }) => `the controller would not start: ${problem}`,
    hint: 'It exits at once and posts nothing; what it posted before stays on the BIG-IP.',
  }),
  'controller-unknown-flag': defineRule<{ flag: string }>({
    severity: 'warning',
    section: '01 §1',
    message: ({ flag }) => `--${flag} is not among the flags known of the controller`,
    hint: 'The controller exits at a flag that it does not know. It is left out here.',
  }),
  'controller-flag-without-effect': defineRule<{ flag: string }>({
    severity: 'warning',
    section: '01 §1',
    message: ({ flag }) => `--${flag} does nothing for Routes and custom resources`,
    hint: 'It belongs to the legacy controller. Ciphers and TLS versions are set in baseRouteSpec.tlsCipher of the extended ConfigMap.',
  }),
  'controller-legacy': defineRule({
    severity: 'error',
    suppressible: false,
    section: '01 §1',
    message: () =>
      'neither --controller-mode nor --custom-resource-mode is given: that is the legacy controller, which is not supported',
    hint: 'Give --controller-mode=openshift or --controller-mode=customresource.',
  }),
  'controller-cluster-name-alone': defineRule<{ name: string }>({
    severity: 'warning',
    section: '01 §6.6',
    message: ({ name }) =>
      `--local-cluster-name=${name} without --multi-cluster-mode: default pools lose their members`,
    hint: 'Leave the name out in a single cluster.',
  }),
  'controller-extra-partition': defineRule<{ first: string }>({
    severity: 'warning',
    section: '01 §1',
    message: ({ first }) => `only the first --bigip-partition, ${first}, is used`,
    hint: 'Other partitions are named by bigIpPartition of a route group.',
  }),
  'controller-two-configmaps': defineRule({
    severity: 'warning',
    section: '01 §1',
    message: () => '--route-spec-configmap is ignored, since --extended-spec-configmap is given',
    hint: 'Remove the older flag.',
  }),
  'controller-several': defineRule<{ used: string; cluster: string }>({
    severity: 'warning',
    section: 'design',
    message: ({ used, cluster }) => `cluster ${cluster} has several Deployments of the controller; ${used} is rendered`,
    hint: 'Say in render.yaml which arguments count: `cis.args`.',
  }),
};
