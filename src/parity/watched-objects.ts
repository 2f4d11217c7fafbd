import { type Cluster, objectKey, type TableName } from '../model/cluster.ts';
import type { ConfigMap } from '../model/config-map.ts';
import type { Controller } from '../model/controller.ts';
import type { Resource } from '../model/metadata.ts';
import type { Service } from '../model/service.ts';
import type { View } from '../translate/index.ts';
import { isExtendedConfigMap } from '../translate/routes/groups.ts';
import type { Reading } from './normal-form.ts';

/** A controller with the cluster that it runs in and the view that it makes. */
export interface ControllerSide {
  readonly cluster: Cluster;
  readonly view: View;
}

/** A kind of object that the two controllers read, and how. */
export interface WatchedKind {
  readonly table: TableName;
  /** True for an object that one of the two reads. Services and Secrets are read when something names them. */
  readonly watches: (resource: Resource) => boolean;
  readonly reading: Reading;
}

const labelled = (resource: Resource): Record<string, string> =>
  (resource as Resource & { readonly labels?: Record<string, string> }).labels ?? {};

/** The kinds that a pair of controllers reads; which of the two, and whether both, is what is to be found out. */
export function watchedKinds(sides: readonly ControllerSide[]): WatchedKind[] {
  const controllers = sides.flatMap(({ view: { controller } }) => (controller ? [controller] : []));
  const anyController = (test: (controller: Controller) => boolean): boolean => controllers.some(test);
  const custom = anyController(({ mode }) => mode === 'customresource');
  const routes = anyController(({ mode }) => mode === 'openshift');
  const selectors = selectorTexts(sides, controllers);
  const selects = (label: string): boolean => selectors.some(text => text.includes(label));
  const reading: Reading = { selects, part: 'global' };
  const watched = (resource: Resource, selected: (controller: Controller) => boolean): boolean =>
    sides.some(({ view: { controller, inventory } }) => {
      return controller && selected(controller) && (inventory?.watches(resource.namespace) ?? true);
    });
  const customResource = (table: TableName, when: boolean, labelNeeded = true): WatchedKind[] => {
    const isSelected = (resource: Resource) => (controller: Controller) =>
      controller.selectsCustomResource(labelled(resource)) || !(labelNeeded || controller.ownCustomResourceLabel);
    return when ? [{ table, reading, watches: resource => watched(resource, isSelected(resource)) }] : [];
  };
  const inGroup = (resource: Resource): boolean =>
    sides.some(({ view }) =>
      view.groups.some(({ group }) => group.namespaces.some(name => name === resource.namespace || name === '')),
    );
  const mayOverride = ({ namespace }: Resource): boolean =>
    sides.some(({ view }) => view.spec?.groups.some(group => group.namespace === namespace && group.allowOverride));
  // A controller that does not come to its groups tells nothing about them.
  const groupless = sides.every(({ view }) => view.groups.length === 0 && view.outcome !== 'posts-nothing');
  return [
    ...(anyController(({ namespaceLabel }) => namespaceLabel !== undefined)
      ? [{ table: 'namespaces' as const, reading, watches: () => true }]
      : []),
    ...(routes
      ? [
          {
            table: 'routes' as const,
            reading,
            watches: (resource: Resource) =>
              (groupless || inGroup(resource)) &&
              watched(resource, ({ selectsRoute }) => selectsRoute(labelled(resource))),
          },
          {
            table: 'configMaps' as const,
            reading: { ...reading, part: 'local' as const },
            watches: (resource: Resource) =>
              !sides.some(({ view: { controller } }) => isGlobal(controller, resource)) &&
              isExtendedConfigMap(resource as ConfigMap) &&
              mayOverride(resource),
          },
        ]
      : []),
    ...customResource('virtualServers', custom),
    ...customResource('transportServers', custom),
    ...customResource('ingressLinks', custom, false),
    ...customResource('tlsProfiles', custom),
    ...customResource('policies', true),
    ...customResource(
      'externalDns',
      anyController(({ postsGslb, mode }) => postsGslb && mode !== 'kubernetes'),
    ),
    {
      table: 'services',
      reading,
      watches: resource => (resource as Service).loadBalancer !== undefined && watched(resource, () => true),
    },
    { table: 'secrets', reading, watches: () => false },
  ];
}

export function isGlobal(controller: Controller | undefined, resource: Resource): boolean {
  return controller?.extendedSpec !== undefined && objectKey(controller.extendedSpec) === objectKey(resource);
}

/** Texts that name the labels which decide what is read. */
function selectorTexts(sides: readonly ControllerSide[], controllers: readonly Controller[]): string[] {
  const own = controllers.flatMap(({ routeLabel, customResourceLabel, namespaceLabel }) => [
    routeLabel === '' ? '' : 'f5type',
    customResourceLabel,
    namespaceLabel?.text ?? '',
  ]);
  const groups = sides.flatMap(({ view }) => view.groups.map(({ group }) => group.spec.namespaceLabel));
  const links = sides.flatMap(({ cluster }) =>
    [...cluster.ingressLinks.values()].flatMap(({ selector }) => Object.keys(selector?.matchLabels ?? {})),
  );
  return ['f5nr', ...own, ...groups, ...links].filter(text => text !== '');
}
