import type { Draft, DraftCluster } from './draft.ts';

/** `render.yaml` of a draft, with what has to be filled in as comments. `schema` is where an editor finds its schema, as a path or a URL. */
export function configText({ clusters, others }: Draft, schema: string): string {
  const lines = [
    `# yaml-language-server: $schema=${schema}`,
    '# The clusters, where their manifests are, and the controller that runs in each. `render schema render-config` has every key.',
    ...(others.length > 0
      ? [
          `# Manifests that no cluster has yet: ${others.map(shown).join(', ')}. Name them under \`manifests\` of those that they are applied to.`,
        ]
      : []),
    'clusters:',
    ...clusters.flatMap(clusterLines),
  ];
  return `${lines.join('\n')}\n`;
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
          '    #   args: [--controller-mode=openshift, --bigip-partition=test]',
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
