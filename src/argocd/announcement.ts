import type { ParameterDefinition } from './parameters.ts';

/** What a workspace has to choose from. */
export interface Choices {
  readonly clusters: readonly string[];
  /** Clusters that have a controller. */
  readonly controllers: readonly string[];
}

/** The parameters that depend on the workspace, as Argo CD asks for them: it has no lists to choose from, so the tooltip says what there is. */
export function announcedParameters({ clusters, controllers }: Choices): readonly ParameterDefinition[] {
  const several = clusters.length > 1;
  return [
    {
      name: 'cluster',
      title: 'Cluster',
      tooltip: `whose manifests are applied: ${listed(clusters)}`,
      ...(several ? { required: true } : { string: clusters[0] ?? '' }),
    },
    {
      name: 'view',
      title: 'View',
      tooltip: `the controller whose declarations are synchronised: ${listed(controllers)}; that of the cluster unless this is given`,
      string: '',
    },
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'there is none' : names.join(', ');
}
