import type { ManifestObject } from '../load/manifest-object.ts';
import type { ControllerArguments } from './controller.ts';
import type { FieldReader } from './field-reader.ts';
import { type Resource, resourceOf } from './metadata.ts';

/** A Deployment that runs the controller: one of its containers has an image of that name. */
export interface ControllerDeployment extends Resource {
  readonly arguments: ControllerArguments;
}

/** True for an image of the controller, whoever has built it. */
export function isControllerImage(image: unknown): boolean {
  return typeof image === 'string' && image.includes('k8s-bigip-ctlr');
}

export function readDeployment(object: ManifestObject, reader: FieldReader): ControllerDeployment | undefined {
  const spec = reader.object(object.value, 'spec', []);
  const template = reader.object(reader.object(spec, 'template', ['spec']), 'spec', ['spec', 'template']);
  const path = ['spec', 'template', 'spec', 'containers'];
  const containers = reader.objects(template, 'containers', ['spec', 'template', 'spec']);
  const index = containers.findIndex(({ image }) => isControllerImage(image));
  const container = containers[index];
  if (!container) return undefined;
  const { source } = object;
  const args = reader.strings(container, 'args', [...path, index]);
  return {
    ...resourceOf(object),
    arguments: {
      values: args.map((text, at) => ({ text, place: { source, path: [...path, index, 'args', at] } })),
      place: { source, path: [...path, index, 'args'] },
    },
  };
}
