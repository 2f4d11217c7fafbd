import { BigipClient } from '../bigip/client.ts';
import { readLive } from '../sync/index.ts';
import { isOwn } from '../sync/ownership.ts';
import type { SyncJob } from '../sync/round.ts';
import { type Before, type ViewName, viewText } from './diff-views.ts';

/** Milliseconds that a BIG-IP has for its answer. */
const deadline = 120_000;

/**
 * What BIG-IPs have of the views that they get. A tenant counts that is in the view now, or else is this workspace's. Throws
 * `BigipError`, which is an `OutsideError`.
 */
export async function liveBefore(jobs: readonly SyncJob[]): Promise<Before> {
  const declared = await Promise.all(
    jobs.map(async ({ bigip, cluster, primary, partition }) => {
      const client = new BigipClient(bigip, { deadline });
      try {
        const view: ViewName = { cluster, failover: primary !== undefined };
        return { view, live: await readLive(client), labels: new Set(partition === undefined ? [] : [partition]) };
      } finally {
        await client.close();
      }
    }),
  );
  return {
    views: declared.map(({ view }) => view),
    side: (name, expected) => {
      const found = declared.find(({ view }) => viewText(view) === viewText(name));
      const tenants = [...(found?.live.tenants ?? [])].filter(
        ([tenant]) => expected.includes(tenant) || isOwn(found!.live, tenant, found!.labels).own,
      );
      return { tenants: new Map(tenants.map(([tenant, held]) => [tenant, () => held])) };
    },
  };
}
