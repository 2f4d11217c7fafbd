import abPath from './ab-path.tcl';
import answered from './answered.tcl';
import { assemble, type IRulePersistence } from './assemble.ts';
import readRoute from './read-route.tcl';

export interface AbPathIRuleInput {
  readonly tenant: string;
  /** The virtual server whose `ab_deployment_dg` has the shares. */
  readonly virtual: string;
  /** Whether it has a `host_path_rewrite_dg` (VirtualServers only). */
  readonly hostPathRewrite: boolean;
  readonly persistence?: IRulePersistence | undefined;
}

/** The A/B choice by host and path, before other iRules see the request: specification 02 §12.2, 01 §5.12. */
export function abPathIRule({ hostPathRewrite, ...where }: AbPathIRuleInput): string {
  return assemble({ ...where, handlers: [abPath], facts: { hostPathRewrite }, values: { answered, readRoute } });
}
