import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import { Findings, type ResourceRef } from '../finding.ts';
import validate, { type ValidationError } from '../generated/render-config.mjs';
import type { Place, Source } from '../place.ts';
import { insideWorkspace, type Overlay, readManifest, sourceFile } from './files.ts';
import { pathOf, schemaProblem } from './schema-problem.ts';
import { suggestion } from './suggestion.ts';
import { loadYaml } from './yaml.ts';

/** Systems that may say from which further clusters members come, in the order in which they are asked. */
export const discoverySystems = ['cilium', 'flomesh', 'mcs', 'zones'] as const;
export type DiscoverySystemName = (typeof discoverySystems)[number];

/** A cluster as `render.yaml` names it, or as a directory under `clusters/` does. */
export interface ClusterConfig {
  readonly name: string;
  /** Paths and globs, relative to the workspace. */
  readonly manifests: readonly string[];
  /** Directory of a kustomization, relative to the workspace. */
  readonly kustomize?: string;
  /** File of what is in the cluster and not in Git, relative to the workspace: one more manifest. */
  readonly inventory?: string;
  /** Context of the kubeconfig that leads to the cluster. */
  readonly context?: string;
  /** Arguments of the controller that runs in this cluster. */
  readonly args?: readonly string[];
  /** Zone of the BIG-IP that its controller configures. */
  readonly zone?: string;
  /** How many members in that zone keep the traffic there; absent: 1. */
  readonly minimumMembersActive?: number;
  /** Where the cluster is named; absent without `render.yaml`. */
  readonly place?: Place;
}

/** A difference between a primary and its secondary that is meant. It names objects, or an argument. */
export interface Allowance {
  readonly kind?: string;
  /** Absent: any. */
  readonly namespace?: string;
  readonly name?: string;
  /** A field, with all that is below it; absent: the whole object. */
  readonly path?: string;
  /** Flag of the controllers, without its dashes. */
  readonly argument?: string;
  readonly reason: string;
  readonly place: Place;
}

/** Findings that `render.yaml` suppresses: those of a rule that fit what else is given. */
export interface IgnoreEntry {
  readonly rule: string;
  /** File, directory or glob, relative to the workspace. */
  readonly path?: string;
  readonly resource?: Partial<ResourceRef>;
  readonly reason: string;
  readonly place: Place;
}

/** A BIG-IP, and the view that it gets. */
export interface BigipConfig {
  readonly name: string;
  readonly url?: string;
  /** Cluster whose controller's view it gets; absent: the only one that there is. */
  readonly view?: string;
  /** PEM file, relative to the workspace. */
  readonly trustedCerts?: string;
  /** How many tenants are posted at once. */
  readonly concurrency: number;
}

/** `render.yaml` with its defaults filled in. */
export interface RenderConfig {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly clusters: readonly ClusterConfig[];
  /** Directory of the rendered files, relative to the workspace. */
  readonly output: string;
  /** AS3 release on the BIG-IP, `major.minor.patch`. */
  readonly as3Version: string;
  /** Addresses that an IPAM controller gives, by the key under which it is asked: `shop/cafe.example.com_host`. */
  readonly ipam: Readonly<Record<string, string>>;
  /** `render.yaml` itself; absent without it. */
  readonly source?: Source;
  /** Differences between a primary and its secondary that are meant. */
  readonly allowances: readonly Allowance[];
  readonly ignore: readonly IgnoreEntry[];
  /** Path of the baseline, relative to the workspace. */
  readonly baseline?: string;
  /** The BIG-IPs that views are applied to; empty where none is named. */
  readonly bigips: readonly BigipConfig[];
  /** Systems that are asked for members of further clusters. */
  readonly discovery: readonly DiscoverySystemName[];
}

/** The configuration does not let a run begin (exit code 2). */
export class ConfigurationError extends Error {
  readonly findings: Findings;
  constructor(findings: Findings) {
    super('the configuration is not usable');
    this.findings = findings;
  }
}

interface RawConfig {
  readonly clusters: ReadonlyArray<{
    readonly name: string;
    readonly manifests?: string | readonly string[];
    readonly kustomize?: string;
    readonly inventory?: string;
    readonly context?: string;
    readonly cis?: Pick<ClusterConfig, 'args' | 'zone' | 'minimumMembersActive'>;
  }>;
  readonly output?: string;
  readonly as3Version?: string;
  readonly ipam?: Readonly<Record<string, string>>;
  readonly parity?: { readonly allow?: ReadonlyArray<Omit<Allowance, 'place'>> };
  readonly ignore?: ReadonlyArray<Omit<IgnoreEntry, 'place'>>;
  readonly baseline?: string;
  readonly bigips?: readonly Partial<BigipConfig>[];
  readonly discovery?: readonly string[];
}

export const defaults = {
  output: 'rendered',
  as3Version: '3.56.0',
  ipam: {},
  allowances: [],
  ignore: [],
  bigips: [],
  discovery: [],
} as const;

/** Reads `render.yaml` of a workspace, or finds the clusters without one. Throws `ConfigurationError`. */
export function loadRenderConfig(directory: string, overlay?: Overlay): RenderConfig {
  const root = resolve(directory);
  const findings = new Findings();
  if (!entryAt(root)?.isDirectory()) {
    findings.add('workspace-missing', { path: directory });
    throw new ConfigurationError(findings);
  }
  const absolute = join(root, 'render.yaml');
  const entry = entryAt(absolute);
  if (!entry) return withoutConfig(root, findings);

  const file = sourceFile({ root, overlay }, absolute);
  // A pipe would never end.
  if (!entry.isFile()) {
    const at = { source: { file, start: 0, end: 0 } };
    findings.add('file-unreadable', { reason: 'it is not a file' }, { at });
    throw new ConfigurationError(findings);
  }
  const text = insideWorkspace({ root, findings }, absolute) ? readManifest(file, findings) : undefined;
  if (text === undefined) throw new ConfigurationError(findings);
  const source: Source = { file, start: 0, end: text.length };
  const loaded = loadYaml(text);
  if (!loaded.ok) {
    const { reason, offset } = loaded.problem;
    findings.add(
      'config-invalid',
      { problem: `this is not YAML: ${reason}` },
      { at: { source, range: [offset, offset] } },
    );
    throw new ConfigurationError(findings);
  }
  if (loaded.value.duplicateKey !== undefined) {
    const offset = loaded.value.duplicateKey;
    findings.add('config-invalid', { problem: 'this key stands twice' }, { at: { source, range: [offset, offset] } });
    throw new ConfigurationError(findings);
  }
  if (loaded.value.documents.length > 1) {
    findings.add('config-invalid', { problem: 'it must hold one document' }, { at: { source, range: [0, 0] } });
    throw new ConfigurationError(findings);
  }
  const value = loaded.value.documents[0] ?? {};
  if (!validate(value)) {
    reportSchemaErrors(validate.errors ?? [], source, findings);
    throw new ConfigurationError(findings);
  }
  const raw = value as unknown as RawConfig;
  const seen = new Set<string>();
  raw.clusters.forEach(({ name }, index) => {
    const at = { source, path: ['clusters', index, 'name'] };
    if (seen.has(name)) findings.add('config-duplicate-cluster', { name }, { at });
    else if (!/^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name))
      findings.add('config-cluster-name', { name }, { at });
    seen.add(name);
  });
  if (raw.output !== undefined && !`${resolve(root, raw.output)}${sep}`.startsWith(root + sep)) {
    const problem = 'output must lie in the workspace';
    findings.add('config-invalid', { problem }, { at: { source, path: ['output'] } });
  } else if (raw.output !== undefined && resolve(root, raw.output) === root) {
    const problem = 'output must be a directory of its own: files in it that are not rendered are removed';
    findings.add('config-invalid', { problem }, { at: { source, path: ['output'] } });
  }
  const bigips = (raw.bigips ?? []).map(bigip => ({
    ...bigip,
    name: nameOfBigip(bigip),
    concurrency: bigip.concurrency ?? 1,
  }));
  bigips.forEach(({ name, view, url }, index) => {
    const place = (key: string): Place => ({ source, path: ['bigips', index, key] });
    if (bigips.findIndex(other => other.name === name) < index) {
      const problem = `two BIG-IPs have the name ${name}: give each a name of its own`;
      findings.add('config-invalid', { problem }, { at: place('name') });
    }
    if (url !== undefined && !URL.canParse(url))
      findings.add('config-invalid', { problem: `bigips.${index}.url is no URL` }, { at: place('url') });
    if (view !== undefined && !seen.has(view)) {
      const { suggested } = suggestion(view, [...seen]);
      const problem = `view ${view} is no cluster of this file${suggested ? `; did you mean ${suggested}?` : ''}`;
      findings.add('config-invalid', { problem }, { at: place('view') });
    }
  });
  const discovery = raw.discovery?.filter((name, index) => isDiscoverySystem(name, index, source, findings)) ?? [];
  const output = resolve(root, raw.output ?? defaults.output);
  raw.clusters.forEach(({ manifests = [] }, index) => {
    const within = [manifests].flat().some(entry => `${resolve(root, entry)}${sep}`.startsWith(output + sep));
    if (!within || output === root) return;
    const problem = `manifests of clusters.${index} lie in the output directory, which is never read`;
    findings.add('config-invalid', { problem }, { at: { source, path: ['clusters', index, 'manifests'] } });
  });
  reportInventories(raw, { root, output, source }, findings);
  if (findings.list.length > 0) throw new ConfigurationError(findings);
  return {
    root,
    source,
    output: raw.output ?? defaults.output,
    as3Version: raw.as3Version ?? defaults.as3Version,
    ipam: raw.ipam ?? defaults.ipam,
    allowances: (raw.parity?.allow ?? []).map((allowance, index) => ({
      ...allowance,
      place: { source, path: ['parity', 'allow', index] },
    })),
    ignore: raw.ignore?.map((entry, index) => ({ ...entry, place: { source, path: ['ignore', index] } })) ?? [],
    ...(raw.baseline !== undefined && { baseline: raw.baseline }),
    bigips,
    discovery,
    clusters: raw.clusters.map(({ name, manifests, kustomize, inventory, context, cis }, index) => ({
      name,
      manifests: manifests === undefined ? [] : typeof manifests === 'string' ? [manifests] : manifests,
      ...(kustomize !== undefined && { kustomize }),
      ...(inventory !== undefined && { inventory: posix.normalize(inventory) }),
      ...(context !== undefined && { context }),
      ...cis,
      place: { source, path: ['clusters', index] },
    })),
  };
}

/** True for a system that is known; reports one that is not. */
function isDiscoverySystem(
  name: string,
  index: number,
  source: Source,
  findings: Findings,
): name is DiscoverySystemName {
  if (discoverySystems.some(known => known === name)) return true;
  const { suggested } = suggestion(name, discoverySystems);
  const instead = suggested ? `did you mean ${suggested}?` : `there are ${discoverySystems.join(', ')}`;
  const problem = `discovery knows no system ${name}; ${instead}`;
  findings.add('config-invalid', { problem }, { at: { source, path: ['discovery', index] } });
  return false;
}

/** An inventory is written, so it must be a file of the workspace that nothing else is, and of one cluster. */
function reportInventories(
  { clusters, baseline }: RawConfig,
  { root, output, source }: { readonly root: string; readonly output: string; readonly source: Source },
  findings: Findings,
): void {
  const taken = new Map([
    [join(root, 'render.yaml'), 'is render.yaml itself'],
    ...(baseline === undefined ? [] : [[resolve(root, baseline), 'is the baseline'] as const]),
  ]);
  clusters.forEach(({ name, inventory }, index) => {
    if (inventory === undefined) return;
    const path = resolve(root, inventory);
    const problem = !path.startsWith(root + sep)
      ? 'must lie in the workspace'
      : path.startsWith(output + sep)
        ? 'lies in the output directory, which is never read'
        : taken.get(path);
    const at = { source, path: ['clusters', index, 'inventory'] };
    if (problem) findings.add('config-invalid', { problem: `inventory of cluster ${name} ${problem}` }, { at });
    taken.set(path, `is that of cluster ${name} too`);
  });
}

/** The name of a BIG-IP that is not given one. */
function nameOfBigip({ name, url, view }: Partial<BigipConfig>): string {
  return name ?? (url !== undefined && URL.canParse(url) ? new URL(url).hostname : (view ?? 'bigip'));
}

/** What stands at a path. Throws the system's error where that cannot be told, which is not the same as nothing. */
function entryAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function withoutConfig(root: string, findings: Findings): RenderConfig {
  const folder = join(root, 'clusters');
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(entry => entry.name)
        .sort()
    : [];
  if (names.length === 0) {
    findings.add('workspace-empty', { path: root });
    throw new ConfigurationError(findings);
  }
  return { root, ...defaults, clusters: names.map(name => ({ name, manifests: [`clusters/${name}`] })) };
}

const knownKeys: Record<string, readonly string[]> = {
  '': ['clusters', 'output', 'as3Version', 'ipam', 'parity', 'ignore', 'baseline', 'bigips', 'discovery'],
  clusters: ['name', 'manifests', 'kustomize', 'inventory', 'context', 'cis'],
  cis: ['args', 'zone', 'minimumMembersActive'],
  parity: ['allow'],
  allow: ['kind', 'namespace', 'name', 'path', 'argument', 'reason'],
  ignore: ['rule', 'path', 'resource', 'reason'],
  resource: ['kind', 'namespace', 'name'],
  bigips: ['name', 'url', 'view', 'trustedCerts', 'concurrency'],
};

function reportSchemaErrors(errors: readonly ValidationError[], source: Source, findings: Findings): void {
  for (const error of errors) {
    const path = pathOf(error);
    if (error.keyword === 'additionalProperties') {
      const key = String((error.params as { additionalProperty?: unknown }).additionalProperty);
      const parent = path.findLast(part => typeof part === 'string') ?? '';
      const at = { source, path: [...path, key], part: 'key' as const };
      findings.add('config-unknown-key', { key, ...suggestion(key, knownKeys[parent] ?? []) }, { at });
    } else {
      const where = path.length === 0 ? 'the file' : path.join('.');
      const problem = `${where} ${schemaProblem(error)}`;
      findings.add('config-invalid', { problem }, { at: { source, path } });
    }
  }
}
