import { ioMeshOrders } from '../explain/iomesh-order.ts';
import { createLocator } from '../load/locate.ts';
import { readWorkspace } from '../pipeline.ts';
import { ioMeshJson, ioMeshText } from '../report/iomesh-order.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { ExplainFlags } from './explain-command.ts';
import { putOut } from './output.ts';
import { colorsFor } from './streams.ts';
import { UsageError } from './usage-error.ts';

/** `render explain iomesh`: in which order the IOMesh clusters of the workspace are upgraded and uninstalled. */
export async function explainIoMesh(directory: string, { as, format, color }: ExplainFlags): Promise<ExitCode> {
  if (as !== undefined) throw new UsageError('--as chooses the view of a controller, and IOMesh is in none');
  const { workspace } = await readWorkspace(directory, { baseline: false });
  const orders = ioMeshOrders(workspace.clusters.values());
  if (orders.length === 0) throw new UsageError('no cluster has an IOMeshCluster among its manifests');
  const { position } = createLocator();
  putOut(format, {
    json: () => ioMeshJson(orders, position),
    markdown: () => `\`\`\`text\n${ioMeshText(orders, colorsFor(1, false), position)}\`\`\`\n`,
    pretty: () => ioMeshText(orders, colorsFor(1, color), position),
  });
  return exitCodes.clean;
}
