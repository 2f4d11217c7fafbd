// Runs `render sync` with these arguments on the example workspace, against a stand-in for a BIG-IP that has an earlier state of it: what
// docs/sync.md shows.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadStandIn } from '../test/bigip/load-stand-in.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { StandIn } = await loadStandIn();
const bigip = await StandIn.start();
const workspace = mkdtempSync(join(tmpdir(), 'cis-render-example-'));
try {
  cpSync(join(root, 'fixtures/example'), workspace, { recursive: true });
  writeFileSync(join(workspace, 'bigip-ca.pem'), bigip.certificate);
  const earlier = JSON.parse(readFileSync(join(workspace, 'rendered/cluster1/shop.json'), 'utf8'));
  const { storefront_8080_shop_cluster3: pool, shop_443_ab_deployment_dg: shares } = earlier.shop.Shared;
  pool.members.pop();
  const record = shares.records.find(({ key }) => key === 'shop.example.com');
  record.value =
    'storefront_8080_shop_cluster1,0.600;storefront_8080_shop_cluster2,0.900;storefront_8080_shop_cluster3,1.000';
  const { shop: _, ...others } = earlier;
  const legacy = { ...earlier.shop, label: 'billing' };
  bigip.as3.history.unshift({ ...others, shop: earlier.shop, legacy, winter: earlier.shop });
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist/cli.mjs'),
      'sync',
      '--bigip-url',
      bigip.url.href,
      '--trusted-certs',
      'bigip-ca.pem',
      ...process.argv.slice(2),
    ],
    {
      cwd: workspace,
      env: { PATH: process.env.PATH, NO_COLOR: '1', BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password },
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk));
  process.exitCode = await new Promise(resolve => child.on('close', resolve));
  process.stdout.write(text.replaceAll(bigip.url.href, 'https://bigip1.example.com/'));
} finally {
  await bigip.stop();
  rmSync(workspace, { recursive: true, force: true });
}
