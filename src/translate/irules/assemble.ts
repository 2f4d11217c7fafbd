import clientHello from './client-hello.tcl';
import { fillPart } from './fill-part.ts';
import hostKeys from './host-keys.tcl';
import hostName from './host-name.tcl';
import hostSuffixes from './host-suffixes.tcl';
import pathBelow from './path-below.tcl';
import poolActive from './pool-active.tcl';
import routeWalk from './route-walk.tcl';
import takeShare from './take-share.tcl';
import untriedPool from './untried-pool.tcl';
import weightedPool from './weighted-pool.tcl';

/** `poolSettings.multiPoolPersistence` of a policy, specification 01 §5.13. */
export interface IRulePersistence {
  /** `uie` for `uieSourceAddress`, `hash` for `hashSourceAddress`. */
  readonly method: 'uie' | 'hash';
  /** Seconds that a record lives. */
  readonly timeout: number;
}

export interface AssembleInput {
  readonly tenant: string;
  readonly virtual: string;
  /** The event handlers of the iRule. */
  readonly handlers: readonly string[];
  readonly persistence?: IRulePersistence | undefined;
  readonly facts?: Readonly<Record<string, boolean>>;
  readonly values?: Readonly<Record<string, string>>;
}

/** In the order in which an iRule has them. */
const PROCEDURES = [
  ...[hostName, hostKeys, hostSuffixes, routeWalk, pathBelow],
  ...[poolActive, weightedPool, takeShare, untriedPool],
  clientHello,
];

/** AS3 has no includes, so each iRule carries the procedures that its handlers call, and those alone. */
export function assemble({ tenant, virtual, handlers, persistence, ...given }: AssembleInput): string {
  const facts = { ...given.facts, persistence: persistence !== undefined };
  const values = {
    ...given.values,
    virtual: dataGroup({ tenant, virtual }),
    ...(persistence ? { method: persistence.method, timeout: String(persistence.timeout) } : {}),
  };
  const events = handlers.map(part => fillPart(part, facts, values));
  let called: readonly string[] = [];
  for (let known = -1; known < called.length; ) {
    known = called.length;
    called = PROCEDURES.filter(part => [...events, ...called].some(text => text.includes(`[call ${nameOf(part)} `)));
  }
  return [...called.map(part => fillPart(part, facts, values)), ...events].join('\n');
}

/** How the data groups of a virtual server begin: `/<tenant>/Shared/<virtual>`, as one TCL word whatever it has. */
export function dataGroup({ tenant, virtual }: { readonly tenant: string; readonly virtual: string }): string {
  return `/${tenant}/Shared/${virtual}`.replace(/[^\w./:%-]/g, character => `\\${character}`);
}

function nameOf(procedure: string): string {
  return /^proc (\w+)/m.exec(procedure)?.[1] ?? '';
}
