import picomatch from 'picomatch';
import { type Finding, Findings, type Suppressed } from '../finding.ts';
import type { IgnoreEntry } from '../load/render-config.ts';
import { suggestion } from '../load/suggestion.ts';
import type { Suppression } from '../model/suppression.ts';
import { whereOf } from '../model/where.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Place, Source } from '../place.ts';
import { type RuleId, rules } from '../rules/index.ts';

/** An entry of `ignore`, ready to be asked. */
interface Ignore extends IgnoreEntry {
  readonly fitsPath: (path: string) => boolean;
}

/** What a workspace suppresses by annotations and in `render.yaml`, and what of it was of use. */
export class Suppressions {
  /** What is wrong with them. */
  readonly findings = new Findings();
  /** Annotations by what they are asked for: a document, or a resource in the view of a cluster. */
  readonly #annotations = new Map<string, Suppression>();
  readonly #ignores: readonly Ignore[];
  readonly #all: readonly Suppression[];
  /** Entries, and annotations by `copyKey`. */
  readonly #used = new Set<unknown>();

  constructor({ config, clusters }: Workspace) {
    const read = [...clusters.values()].flatMap(({ name, suppressions }) =>
      suppressions.map(suppression => ({ cluster: name, suppression })),
    );
    const usable = read.filter(({ suppression }) => this.#usable(suppression, annotationOf(suppression)));
    for (const { cluster, suppression } of usable) {
      this.#annotations.set(documentKey(suppression.rule, suppression.source), suppression);
      this.#annotations.set(resourceKey(suppression.rule, cluster, suppression), suppression);
    }
    this.#all = usable.map(({ suppression }) => suppression);
    this.#ignores = config.ignore
      .filter(entry => this.#usable(entry, { at: { ...entry.place, path: [...(entry.place.path ?? []), 'rule'] } }))
      .map(entry => ({ ...entry, fitsPath: pathFilter(entry.path) }));
  }

  /** Says why a finding does not count, or nothing. Notes everything that says so. */
  judge(finding: Finding): Suppressed | undefined {
    if (this.#annotations.size === 0 && this.#ignores.length === 0) return undefined;
    if (rules[finding.rule].suppressible === false) return undefined;
    const annotation = this.#annotationFor(finding);
    if (annotation) this.#used.add(copyKey(annotation));
    const entries = this.#ignores.filter(entry => fits(entry, finding));
    for (const entry of entries) this.#used.add(entry);
    if (annotation) return { kind: 'annotation', reason: annotation.reason };
    return entries[0] && { kind: 'configuration', reason: entries[0].reason };
  }

  /** To be called when everything has been judged. Of copies of a resource in several clusters one is enough that is of use. */
  reportUnused(): void {
    for (const suppression of this.#all) {
      if (this.#used.has(copyKey(suppression))) continue;
      this.findings.add('suppression-unused', { rule: suppression.rule }, annotationOf(suppression));
    }
    for (const entry of this.#ignores) {
      if (!this.#used.has(entry)) this.findings.add('suppression-unused', { rule: entry.rule }, { at: entry.place });
    }
  }

  #usable({ rule, reason }: { rule: string; reason: string }, where: { readonly at: Place }): boolean {
    if (!Object.hasOwn(rules, rule)) {
      this.findings.add('suppression-unknown-rule', { rule, ...suggestion(rule, Object.keys(rules)) }, where);
    } else if (rules[rule as RuleId].suppressible === false) {
      this.findings.add('suppression-impossible', { rule }, where);
    } else if (reason.trim() === '') {
      this.findings.add('suppression-without-reason', { rule }, where);
    } else return true;
    return false;
  }

  #annotationFor({ rule, at, resource, view }: Finding): Suppression | undefined {
    const inDocument = at && this.#annotations.get(documentKey(rule, at.source));
    if (inDocument || !resource || view === undefined) return inDocument;
    return this.#annotations.get(resourceKey(rule, view, resource));
  }
}

function annotationOf(suppression: Suppression): ReturnType<typeof whereOf> {
  return whereOf(suppression, ['metadata', 'annotations', suppression.annotation], 'key');
}

type Ref = Pick<Suppression, 'kind' | 'namespace' | 'name'>;

function documentKey(rule: string, { file, start, item }: Source): string {
  return ['document', rule, file.path, start, ...(item ?? [])].join('\0');
}

function resourceKey(rule: string, cluster: string, { kind, namespace, name }: Ref): string {
  return ['resource', rule, cluster, kind, namespace, name].join('\0');
}

/** A primary and its secondary hold the same manifests, although not every finding is about both. */
function copyKey({ rule, kind, namespace, name }: Suppression): string {
  return [rule, kind, namespace, name].join('\0');
}

function fits({ rule, path, fitsPath, resource }: Ignore, finding: Finding): boolean {
  if (rule !== finding.rule) return false;
  if (path !== undefined && !(finding.at && fitsPath(finding.at.source.file.path))) return false;
  if (!resource) return true;
  const { kind, namespace, name } = finding.resource ?? {};
  const same = (wanted: string | undefined, actual: string | undefined) => wanted === undefined || wanted === actual;
  return same(resource.kind, kind) && same(resource.namespace, namespace) && same(resource.name, name);
}

/** A file, a directory with all in it, or a glob, as in `manifests`. What was built of a kustomization is in its directory. */
function pathFilter(entry = '**'): (path: string) => boolean {
  const wanted = entry.replace(/^\.\//, '').replace(/\/$/, '');
  const matches = picomatch(wanted, { dot: true });
  return path => {
    const file = path.replace(/ \(built\)$/, '');
    return file === wanted || file.startsWith(`${wanted}/`) || matches(file);
  };
}
