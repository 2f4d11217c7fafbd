// Runs `render` with these arguments on the example workspace, with a stand-in for a BIG-IP that has an earlier state of it: what documents
// show of sync. With BIGIP_HAS=controller the BIG-IP has what the controller itself has posted.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const { shop, ...others } = earlier;
  if (process.env.BIGIP_HAS === 'controller') {
    // Its texts of iRules are not ours to have: any other text stands for them.
    for (const object of Object.values(shop.Shared))
      if (object.class === 'iRule') object.iRule = 'when CLIENT_ACCEPTED {}';
    bigip.as3.history.unshift({ ...others, label: 'CIS Declaration', shop });
  } else {
    const { storefront_8080_shop_cluster3: pool, shop_443_ab_deployment_dg: shares } = shop.Shared;
    pool.members.pop();
    const record = shares.records.find(({ key }) => key === 'shop.example.com');
    record.value =
      'storefront_8080_shop_cluster1,0.600;storefront_8080_shop_cluster2,0.900;storefront_8080_shop_cluster3,1.000';
    bigip.as3.history.unshift({ ...others, shop, legacy: { ...shop, label: 'billing' }, winter: shop });
  }
  // One file for both streams, as a terminal has them: two pipes lose the order in which things were said.
  const said = join(workspace, 'said');
  const screen = openSync(said, 'a');
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist/cli.mjs'),
      ...process.argv.slice(2),
      '--bigip-url',
      bigip.url.href,
      '--trusted-certs',
      'bigip-ca.pem',
    ],
    {
      cwd: workspace,
      stdio: ['ignore', screen, screen],
      env: { PATH: process.env.PATH, NO_COLOR: '1', BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password },
    },
  );
  process.exitCode = await new Promise(resolve => child.on('close', resolve));
  process.stdout.write(readFileSync(said, 'utf8').replaceAll(bigip.url.href, 'https://bigip1.example.com/'));
} finally {
  await bigip.stop();
  rmSync(workspace, { recursive: true, force: true });
}
