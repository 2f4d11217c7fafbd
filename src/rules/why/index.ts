import type { RuleId } from '../index.ts';
import { ciliumWhy } from './cilium.ts';
import { configurationWhy } from './configuration.ts';
import { controllerWhy } from './controller.ts';
import { customResourceWhy } from './custom-resource.ts';
import { discoveryWhy } from './discovery.ts';
import type { Explanation } from './explanation.ts';
import { extendedSpecWhy } from './extended-spec.ts';
import { flomeshWhy } from './flomesh.ts';
import { inventoryWhy } from './inventory.ts';
import { ioMeshWhy } from './iomesh.ts';
import { manifestWhy } from './manifest.ts';
import { mcsWhy } from './mcs.ts';
import { oneObjectWhy } from './one-object.ts';
import { outputWhy } from './output.ts';
import { parityWhy } from './parity.ts';
import { routeWhy } from './route.ts';
import { suppressionWhy } from './suppression.ts';
import { zonesWhy } from './zones.ts';

/** Why each rule is there. Not imported by commands that run: `scripts/catalogue.mjs` makes `dist/catalogue.json` of it. */
export const explanations: Readonly<Record<RuleId, Explanation>> = {
  ...configurationWhy,
  ...manifestWhy,
  ...inventoryWhy,
  ...controllerWhy,
  ...extendedSpecWhy,
  ...routeWhy,
  ...customResourceWhy,
  ...oneObjectWhy,
  ...ioMeshWhy,
  ...flomeshWhy,
  ...suppressionWhy,
  ...parityWhy,
  ...discoveryWhy,
  ...ciliumWhy,
  ...mcsWhy,
  ...zonesWhy,
  ...outputWhy,
};
