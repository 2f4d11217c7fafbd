import type { parityRules } from '../parity.ts';
import type { ExplanationsOf } from './explanation.ts';

export const parityWhy: ExplanationsOf<typeof parityRules> = {
  'parity-object-missing': {
    why: `Primary and secondary each build their configuration from the manifests of their own cluster. What is only in one of them exists
      as long as that controller posts. With a failover it disappears from the BIG-IP, or something appears that nobody has seen before.`,
  },
  'parity-field-differs': {
    why: `The controller that takes over posts what its own cluster says. A field that differs there changes the virtual server in the moment of the
      failover, when everybody looks for another cause. Nothing tells of it before that night.`,
  },
  'parity-field-unshared': {
    why: `The field is read by one of the two controllers alone, such as the endpoint that the secondary probes. A difference in it changes
      nothing that either of them posts. It is told so that a comparison by eye finds nothing new.`,
  },
  'parity-argument-differs': {
    why: `Arguments of the controller decide about partition, members and modes for everything it posts. With a failover the other set of them
      holds at once, for all resources. The manifests may be the same to the letter and the BIG-IP still change.`,
  },
  'parity-argument-aside': {
    why: `Arguments such as the level of the log differ between the two, and neither declaration depends on them. No traffic is affected. It is told
      so that the list of differences is complete.`,
  },
  'parity-cluster-name-shared': {
    why: `Ratios, admin states and the names of pools go by the name of a cluster. When both controllers give theirs the same name, each takes one
      of the two clusters for the other. Shares and drains then hold for the wrong cluster, and after a failover for the other one.`,
  },
  'parity-view-unknown': {
    why: `A controller that exits or crashes posts nothing, so there is no view to compare. A secondary in that state takes nothing over: while
      the primary is down, the BIG-IP keeps members that are gone.`,
  },
  'parity-virtual-missing': {
    why: `One of the two controllers would make this virtual server and the other would not. With a failover its address stops answering, or starts
      to. The cause is a difference in manifests or arguments, which is told as well.`,
  },
  'parity-virtual-differs': {
    why: `Both controllers make the virtual server, with different content. With a failover its rules, pools or shares change while the
      addresses stay, so clients see other answers and no outage. The cause is told beside it.`,
  },
  'parity-failover-empty': {
    why: `While the primary is down the secondary serves this path with the members that are left, and there is none that takes traffic. The failover
      happens and the path fails all the same. That the second cluster exists does not help it.`,
  },
  'parity-allowance-unused': {
    why: `An entry in render.yaml allows a difference that is no longer there. It would allow the next one of that kind as well, without
      anybody having decided it.`,
  },
};
