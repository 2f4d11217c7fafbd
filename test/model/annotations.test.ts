import { expect, test } from 'vitest';
import { readWorkspace } from '../../src/pipeline.ts';
import { configText, documents, extendedSpecText, routeText, serviceText } from '../manifests.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

/** Annotations of a Route as they are read, without the controller's prefix. */
async function annotationsOf(key: string, value: string | null): Promise<Record<string, string> | undefined> {
  const route = JSON.parse(routeText({ name: 'cafe', host: 'cafe.example.com', to: 'cafe' }));
  route.metadata.annotations = { [key]: value };
  const root = temporaryWorkspace({
    'render.yaml': configText(),
    'clusters/east/spec.yaml': extendedSpecText('extendedRouteSpec:\n  - namespace: shop\n    vserverAddr: 10.8.3.11'),
    'clusters/east/cafe.yaml': documents(JSON.stringify(route), serviceText('cafe')),
  });
  const { workspace } = await readWorkspace(root);
  return [...(workspace.clusters.get('east')?.routes.values() ?? [])][0]?.annotations;
}

test.each([
  ['virtual-server.f5.com/waf', '/Common/waf', { waf: '/Common/waf' }],
  ['virtual-server.f5.com/waf', null, { waf: '' }],
  // As long as the prefix of the controller's.
  ['team.shop.example.com/waf', 'x', {}],
  ['team.shop.example.com/waf', null, {}],
])('a Route has the annotations of the controller and no other: %s: %j', async (key, value, expected) => {
  expect(await annotationsOf(key, value)).toEqual(expected);
});
