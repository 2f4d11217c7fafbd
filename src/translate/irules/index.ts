/**
 * The texts of the generated iRules. They have the behaviour of the controller's on ordinary traffic; where those
 * misbehave, these do the right thing (specification 03). Which iRule hangs on which virtual server is decided elsewhere.
 */
export { type AbIngressLinkIRuleInput, abIngressLinkIRule } from './ab-ingress-link.ts';
export { type AbPathIRuleInput, abPathIRule } from './ab-path.ts';
export { type AbTransportIRuleInput, abTransportIRule } from './ab-transport.ts';
export type { IRulePersistence } from './assemble.ts';
export { type RedirectIRuleInput, redirectIRule } from './redirect.ts';
export { type TlsDataGroups, type TlsIRuleInput, tlsIRule } from './tls.ts';
