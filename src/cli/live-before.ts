import { BigipClient } from '../bigip/client.ts';
import { readLive } from '../sync/index.ts';
import { isOwn } from '../sync/ownership.ts';
import type { SyncJob } from '../sync/round.ts';
import { type Before, type ViewName, viewText } from './diff-views.ts';

/** Milliseconds that a BIG-IP has for its answer. */
const deadline = 120_000;

/** What each BIG-IP has of the view that it gets. Throws `BigipError`, which is an `OutsideError`, with the first that does not tell. */
export async function liveBefore(
  jobs: readonly SyncJob[],
): Promise<ReadonlyArray<{ readonly job: SyncJob; readonly before: Before }>> {
  const others = new AbortController();
  try {
    return await Promise.all(jobs.map(async job => ({ job, before: await beforeOn(job, others.signal) })));
  } finally {
    others.abort();
  }
}

/** A tenant counts that is in the view now, or else is this workspace's. */
async function beforeOn({ bigip, cluster, primary, partition }: SyncJob, signal: AbortSignal): Promise<Before> {
  const client = new BigipClient(bigip, { deadline, signal });
  try {
    const view: ViewName = { cluster, failover: primary !== undefined };
    const live = await readLive(client);
    const labels = new Set(partition === undefined ? [] : [partition]);
    return {
      views: [view],
      side: (name, expected) => {
        const tenants = [...(viewText(name) === viewText(view) ? live.tenants : [])].filter(
          ([tenant]) => expected.includes(tenant) || isOwn(live, tenant, labels).own,
        );
        return { tenants: new Map(tenants.map(([tenant, held]) => [tenant, () => held])) };
      },
    };
  } finally {
    await client.close();
  }
}
