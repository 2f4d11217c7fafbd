import { fingerprint } from './fingerprint.ts';
import { byBytes } from './order.ts';
import type { Place, Position } from './place.ts';
import { remembered } from './remembered.ts';
import { type RuleId, type RuleValues, rules } from './rules/index.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Names a Kubernetes object in a cluster of the workspace. */
export interface ResourceRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What one rule has to say about one place: data. The words are in the rule's definition. */
export interface Finding<R extends RuleId = RuleId> {
  readonly rule: R;
  readonly values: RuleValues<R>;
  readonly at?: Place;
  /** Second place, for rules that compare two. */
  readonly other?: Place;
  readonly resource?: ResourceRef;
  /** Cluster of the controller for which it holds; absent for what holds whoever reads the manifests. */
  readonly view?: string;
}

/** A finding with its words and its line and column: what reports print and the library returns. */
export interface ShownFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  /** Section of the behavioural specification that the rule stands on. */
  readonly section: string;
  readonly position?: Position;
  readonly other?: Position;
  readonly resource?: ResourceRef;
  readonly views: readonly string[];
  /** What would put it right; absent where that is for people to decide. */
  readonly fix?: Fix;
  /** The same for the same finding after lines have moved; see `fingerprint.ts`. */
  readonly fingerprint: string;
  /** Set where the finding does not count. */
  readonly suppressed?: Suppressed;
}

/** Changes of text that belong together, each in place of what stands at its position. */
export interface Fix {
  /** `Change "hots" to "host"`. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Edit extends Position {
  readonly text: string;
}

/** What keeps a finding from counting, and why that is so. A baseline gives no reason. */
export interface Suppressed {
  readonly kind: 'annotation' | 'configuration' | 'baseline';
  readonly reason?: string;
}

type Where = Pick<Finding, 'at' | 'other' | 'resource'>;

/** Collects findings. Stages get one handed in; none of them prints. */
export class Findings {
  readonly list: Finding[] = [];
  #view: string | undefined;

  constructor(view?: string) {
    this.#view = view;
  }

  add<R extends RuleId>(rule: R, values: RuleValues<R>, where: Where = {}): void {
    const finding: Finding = { rule, values, ...where };
    this.list.push(this.#view === undefined ? finding : { ...finding, view: this.#view });
  }

  /** Takes over findings as they are: there may be more of them than arguments of a call. */
  take(findings: Iterable<Finding>): void {
    for (const finding of findings) this.list.push(finding);
  }
}

export interface ShowOptions {
  /** Turns places into positions. */
  readonly locate: (place: Place) => Position | undefined;
  /** Where files have moved to since: a fingerprint then names the new one. */
  readonly renamed?: ReadonlyMap<string, string>;
  readonly fix?: (finding: Finding) => Fix | undefined;
  /** Findings that were shown before, of files that have not changed. It is added to. */
  readonly shown?: WeakMap<Finding, ShownFinding>;
}

/** Puts a finding into words. */
export function showFinding(finding: Finding, options: ShowOptions): ShownFinding {
  const shown = options.shown?.get(finding) ?? inWords(finding, options);
  options.shown?.set(finding, shown);
  return shown;
}

function inWords(finding: Finding, { locate, renamed, fix: fixOf }: ShowOptions): ShownFinding {
  const rule = rules[finding.rule];
  const position = finding.at && locate(finding.at);
  const other = finding.other && locate(finding.other);
  const fix = fixOf?.(finding);
  return {
    rule: finding.rule,
    severity: rule.severity,
    message: (rule.message as (values: unknown) => string)(finding.values),
    hint: typeof rule.hint === 'string' ? rule.hint : (rule.hint as (values: unknown) => string)(finding.values),
    section: rule.section,
    ...(position && { position }),
    ...(other && { other }),
    ...(finding.resource && { resource: finding.resource }),
    views: finding.view === undefined ? [] : [finding.view],
    ...(fix && { fix }),
    fingerprint: fingerprint(finding, renamed),
  };
}

/** Findings of each severity, worst first, in the order that they are given. */
export function bySeverity(findings: readonly ShownFinding[]): Record<Severity, ShownFinding[]> {
  const of = (severity: Severity) => findings.filter(finding => finding.severity === severity);
  return { error: of('error'), warning: of('warning'), info: of('info') };
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
/** Order of reports: by file, line, column, then severity, rule and message. Findings without a place come last. */
function compareShownFindings(a: ShownFinding, b: ShownFinding): number {
  return (
    Number(!a.position) - Number(!b.position) ||
    byBytes(a.position?.file ?? '', b.position?.file ?? '') ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
    rank[a.severity] - rank[b.severity] ||
    byBytes(a.rule, b.rule) ||
    byBytes(a.message, b.message)
  );
}

/** What makes two findings one, in whichever views they are. */
const contentOf = remembered(({ rule, message, position, other, resource, suppressed }: ShownFinding) =>
  JSON.stringify([rule, message, position, other, resource, suppressed]),
);

/** Sorts, and joins findings that several views have in common into one with all their views. */
export function mergeShownFindings(findings: readonly ShownFinding[]): ShownFinding[] {
  const seen = new Map<string, ShownFinding>();
  for (const finding of findings) {
    const key = contentOf(finding);
    const before = seen.get(key);
    const views = before && [...new Set([...before.views, ...finding.views])].sort(byBytes);
    seen.set(key, before && views ? { ...before, views } : finding);
  }
  return [...seen.values()].sort(compareShownFindings);
}
