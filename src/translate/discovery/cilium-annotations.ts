import type { Service } from '../../model/service.ts';

/** Annotations of Cilium on Services: today's name first, then that of the first releases. */
export const ciliumAnnotations = {
  global: ['service.cilium.io/global', 'io.cilium/global-service'],
  shared: ['service.cilium.io/shared', 'io.cilium/shared-service'],
  affinity: ['service.cilium.io/affinity', 'io.cilium/service-affinity'],
} as const;

type Annotated = Pick<Service, 'annotations'>;

/** The name that counts of an annotation: of two the first. */
function named({ annotations }: Annotated, names: readonly string[]): string | undefined {
  return names.find(name => annotations[name] !== undefined);
}

function textOf(service: Annotated, names: readonly string[]): string | undefined {
  const name = named(service, names);
  return name === undefined ? undefined : service.annotations[name]!.toLowerCase();
}

/** The annotation by which a Service says whether it is global. */
export function globalAnnotation(service: Annotated): string | undefined {
  return named(service, ciliumAnnotations.global);
}

/** The annotation by which a Service says which side it prefers. */
export function affinityAnnotation(service: Annotated): string | undefined {
  return named(service, ciliumAnnotations.affinity);
}

/** True for a Service that is merged with those of its name in other clusters. */
export function isGlobal(service: Annotated): boolean {
  return textOf(service, ciliumAnnotations.global) === 'true';
}

/** False for a global Service whose cluster keeps its endpoints to itself: Cilium takes any word but `true` for that. */
export function isShared(service: Annotated): boolean {
  return (textOf(service, ciliumAnnotations.shared) ?? 'true') === 'true';
}

/** `local`, `remote` or `none`, or what is written instead; absent: none. */
export function serviceAffinity(service: Annotated): string {
  return textOf(service, ciliumAnnotations.affinity) ?? 'none';
}
