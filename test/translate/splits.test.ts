import { expect, test } from 'vitest';
import { trafficPaths } from '../../src/translate/traffic.ts';
import { configText, customResourceText, documents, serviceText } from '../manifests.ts';
import { renderDirectory } from '../render-view.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

/** Specification 02 §12.2: the A/B iRule walks up to the nearest split, and chooses after the policy has. */

interface PoolText {
  readonly path: string;
  readonly service: string;
  readonly alternate?: number;
}

const poolText = ({ path, service, alternate }: PoolText): object => ({
  path,
  service,
  servicePort: 8080,
  ...(alternate !== undefined && { alternateBackends: [{ service: `${service}-next`, weight: alternate }] }),
});

async function render(...pools: readonly PoolText[]) {
  const spec = { host: 'cafe.com', virtualServerAddress: '10.8.3.11', pools: pools.map(poolText) };
  const names = pools.flatMap(({ service }) => [service, `${service}-next`]);
  const root = temporaryWorkspace({
    'render.yaml': configText({ args: ['--controller-mode=customresource'] }),
    'clusters/east/all.yaml': documents(
      ...names.map(name => serviceText(name, { port: 8080 })),
      customResourceText('VirtualServer', 'cafe', spec),
    ),
  });
  const { view, findings } = await renderDirectory(root, 'east');
  const paths = trafficPaths(view).map(({ path, pools: shares, poolOf }) => {
    const services = shares.map(({ pool, share }) => `${poolOf(pool)?.service} ${Math.round(share * 100)}`);
    return [path, services.join(', ')];
  });
  const taken = findings.filter(({ rule }) => rule === 'path-below-split');
  return { paths: Object.fromEntries(paths), taken: taken.map(({ message }) => message) };
}

const shop: PoolText = { path: '/shop', service: 'web', alternate: 100 };

test('a split takes the paths below it', async () => {
  const { paths, taken } = await render(
    shop,
    { path: '/shop/tea', service: 'tea' },
    { path: '/shopping', service: 'list' },
  );
  expect(paths).toEqual({
    'cafe.com/shop': 'web 50, web-next 50',
    'cafe.com/shop/tea': 'web 50, web-next 50',
    'cafe.com/shopping': 'list 100',
  });
  expect(taken).toEqual([
    'VirtualServer cafe: requests to cafe.com/shop/tea go where those to cafe.com/shop are split to, and pool tea_8080_shop_cafe_com_shop_tea gets none',
  ]);
});

test('one on / takes every path of its host', async () => {
  const { paths, taken } = await render({ ...shop, path: '/' }, { path: '/shop/tea', service: 'tea' });
  expect(paths).toMatchObject({ 'cafe.com/shop/tea': 'web 50, web-next 50' });
  expect(taken).toHaveLength(1);
});

test('it takes none of a path that is split itself, into all and nothing', async () => {
  const { paths, taken } = await render(shop, { path: '/shop/tea', service: 'tea', alternate: 0 });
  expect(paths).toMatchObject({ 'cafe.com/shop/tea': 'tea 100' });
  expect(taken).toEqual([]);
});
