import type { Findings } from '../finding.ts';
import type { Controller } from '../model/controller.ts';
import type { ExtendedSpec } from '../model/extended-spec.ts';
import type { Tenant } from './adc.ts';
import type { ClusterTable } from './clusters/cluster-table.ts';
import type { Inventory } from './clusters/inventory.ts';
import type { GslbTenant } from './gslb.ts';
import type { AdmittedGroup } from './routes/group.ts';
import type { ViewMemory } from './view-memory.ts';

/** What a controller would do with its manifests. */
export type Outcome = 'posts' | 'posts-nothing' | 'refuses-to-start' | 'crashes';

/** What would become of a resource: as the controller writes it into the resource's status. */
export interface ResourceStatus {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly accepted: boolean;
  /** The controller's word, or empty. */
  readonly reason: string;
  readonly message: string;
}

/** What one controller would post, before AS3's words. */
export interface View {
  /** Cluster in which the controller runs. */
  readonly cluster: string;
  readonly outcome: Outcome;
  readonly controller?: Controller;
  readonly table?: ClusterTable;
  /** The global extended ConfigMap. */
  readonly spec?: ExtendedSpec;
  readonly inventory?: Inventory;
  /** Route groups after validation; empty where it does not come to that. */
  readonly groups: readonly AdmittedGroup[];
  /** Ascending by name. Empty unless it posts. */
  readonly tenants: readonly Tenant[];
  /** Names of virtual servers by GSLB domain, only with `--cccl-gtm-agent=false`. */
  readonly gslb?: GslbTenant;
  /** Tenants of route groups that fail as a whole: their absence is no deletion. */
  readonly failedTenants: readonly string[];
  /** Tenants of which a resource is rejected or cannot be rendered yet. */
  readonly rejectedTenants: ReadonlySet<string>;
  readonly statuses: readonly ResourceStatus[];
  readonly findings: Findings;
  /** What is kept of it for the next run; that may have been kept from the last one. */
  readonly kept?: ViewMemory;
}
