import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Range } from 'vscode-languageserver/node';
import type { Severity, ShownFinding } from '../finding.ts';
import type { Position } from '../place.ts';
import type { RuleId } from '../rules/index.ts';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Rules about text that could as well not be there: editors show it faded. */
const withoutEffect: ReadonlySet<RuleId> = new Set<RuleId>([
  'custom-resource-field-ignored',
  'custom-resource-key-unknown',
  'extended-spec-key-ignored',
  'high-availability-ignored',
  'local-cluster-key-ignored',
  'ratio-ignored',
  'route-annotation-unknown',
]);

/** The same place in the words of the protocol, which counts from 0. */
export function rangeOf({ line, column, endLine, endColumn }: Position): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

export interface DiagnosticOptions {
  readonly pageOf: (rule: RuleId) => string | undefined;
  readonly uriOf: (file: string) => string;
}

/** A finding as an editor shows it. What has no place is shown at the beginning of `render.yaml`. */
export function diagnosticOf(finding: ShownFinding, { pageOf, uriOf }: DiagnosticOptions): Diagnostic {
  const { rule, severity, message, position, other } = finding;
  const page = pageOf(rule);
  const start = { line: 0, character: 0 };
  return {
    range: position ? rangeOf(position) : { start, end: start },
    severity: severities[severity],
    code: rule,
    ...(page !== undefined && { codeDescription: { href: page } }),
    source: 'cis-render',
    message,
    ...(withoutEffect.has(rule) && { tags: [DiagnosticTag.Unnecessary] }),
    ...(other && {
      relatedInformation: [{ location: { uri: uriOf(other.file), range: rangeOf(other) }, message: 'See also here.' }],
    }),
  };
}
