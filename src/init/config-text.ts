import type { Draft, DraftCluster } from './draft.ts';

/** `render.yaml` of a draft, with what has to be filled in as comments. `schema` is where an editor finds its schema, as a path or a URL. */
export function configText({ clusters, others, unbuilt, charts, unplaced }: Draft, schema: string): string {
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    '# The clusters, where their manifests are, and the controller that runs in each. `render schema render-config` has every key.',
    ...(others.length > 0
      ? [
          `# Manifests that no cluster has yet: ${others.map(shown).join(', ')}. Name them under \`manifests\` of those that they are applied to.`,
        ]
      : []),
    ...unbuilt.map(cluster => `# ${shown(unbuiltText(cluster))}.`),
    ...(charts.length > 0
      ? [
          `# Templates of Helm charts are no manifests: ${charts.map(shown).join(', ')}. Commit what \`helm template\` prints for a cluster.`,
        ]
      : []),
    ...(unplaced.length > 0
      ? [
          `# There are more controllers: ${unplaced.map(shown).join(', ')}. Each runs in a cluster of its own: give it an entry here.`,
        ]
      : []),
    'clusters:',
    ...clusters.flatMap(clusterLines),
  ];
  return `${lines.join('\n')}\n`;
}

/** What is to be done about what cannot be added to a cluster of its name. */
export function unbuiltText({ name, paths }: DraftCluster): string {
  return `${paths.join(', ')} is not in cluster ${name}, which has either manifests or one kustomization: give it a cluster of another name, or ${name} one kustomization that has both`;
}

function clusterLines({ name, paths, kustomize, controller }: DraftCluster): string[] {
  const list = paths.map(scalar);
  const where = kustomize
    ? `kustomize: ${list[0]}`
    : `manifests: ${list.length === 1 ? list[0] : `[${list.join(', ')}]`}`;
  return [
    `  - name: ${scalar(name)}`,
    `    ${where}`,
    ...(controller === undefined
      ? [
          '    # No Deployment of the controller was found. Where one runs in this cluster, give its arguments:',
          '    # cis:',
          '    #   args: [--controller-mode=openshift, --bigip-partition=test, --extended-spec-configmap=kube-system/extended-spec]',
        ]
      : [`    # The controller: Deployment ${shown(controller)}. Its arguments are taken from there.`]),
  ];
}

/** A comment must not end in the middle. */
function shown(text: string): string {
  return text.replace(/[^ -~]/g, '?');
}

/** Text as a YAML scalar: plain where nobody can take it for anything else. */
function scalar(text: string): string {
  const plain =
    /^[A-Za-z.][-A-Za-z0-9_./]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null|\.nan|\.inf)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
