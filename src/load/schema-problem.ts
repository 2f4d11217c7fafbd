import type { ValidationError } from '../generated/render-config.mjs';
import type { Path } from '../place.ts';

/** Where in the data something violates a schema. */
export function pathOf({ instancePath }: Pick<ValidationError, 'instancePath'>): Path {
  return instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

const typeWords: Readonly<Record<string, string>> = { object: 'a mapping', array: 'a list', string: 'text' };

/** Words for what a schema cannot say of itself. */
export function schemaProblem({ keyword, params, message, instancePath }: ValidationError): string {
  if (keyword === 'false schema' && instancePath.startsWith('/parity'))
    return 'excludes argument: a difference is in objects or in an argument';
  if (keyword === 'false schema') return 'excludes the other source: a cluster has either manifests or kustomize';
  if (keyword === 'required' && params.missingProperty === 'manifests') return 'needs manifests or kustomize';
  if (keyword === 'required' && params.missingProperty === 'kind') return 'needs kind or argument';
  if (keyword === 'required') return `needs ${String(params.missingProperty)}`;
  if (keyword === 'type')
    return `must be ${[params.type]
      .flat()
      .map(type => typeWords[type as string] ?? type)
      .join(' or ')}`;
  if (keyword === 'minProperties' && instancePath.endsWith('/cis')) return 'needs args or zone';
  if (keyword === 'minItems' || keyword === 'minLength') return 'is empty';
  if (keyword === 'pattern' && /^\/bigips\/\d+\/url$/.test(instancePath))
    return 'must be https://HOST or https://HOST:PORT; a user name and a password are never in it';
  if (keyword === 'pattern' && instancePath.endsWith('/inventory'))
    return 'must be one file, which ends in .yaml or .yml';
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as readonly string[]).join(', ')}`;
  return message ?? 'is not valid';
}
