import { ciliumRules } from './cilium.ts';
import { configurationRules } from './configuration.ts';
import { controllerRules } from './controller.ts';
import { customResourceRules } from './custom-resource.ts';
import { discoveryRules } from './discovery.ts';
import { extendedSpecRules } from './extended-spec.ts';
import { flomeshRules } from './flomesh.ts';
import { inventoryRules } from './inventory.ts';
import { ioMeshRules } from './iomesh.ts';
import { manifestRules } from './manifest.ts';
import { mcsRules } from './mcs.ts';
import { oneObjectRules } from './one-object.ts';
import { outputRules } from './output.ts';
import { parityRules } from './parity.ts';
import { routeRules } from './route.ts';
import { suppressionRules } from './suppression.ts';
import { zoneRules } from './zones.ts';

/** Every rule by its id, in the order of the stages that raise them. */
export const rules = {
  ...configurationRules,
  ...manifestRules,
  ...inventoryRules,
  ...controllerRules,
  ...extendedSpecRules,
  ...routeRules,
  ...customResourceRules,
  ...oneObjectRules,
  ...discoveryRules,
  ...ciliumRules,
  ...flomeshRules,
  ...mcsRules,
  ...zoneRules,
  ...ioMeshRules,
  ...outputRules,
  ...parityRules,
  ...suppressionRules,
};

export type RuleId = keyof typeof rules;
export type RuleValues<R extends RuleId> = Parameters<(typeof rules)[R]['message']>[0];
