/** Kubernetes label selector: true for labels that it selects. */
export type LabelSelector = (labels: Readonly<Record<string, string>>) => boolean;

const term =
  /\s*(?:(!)\s*([^\s,=!()]+)|([^\s,=!()]+)\s*(?:(==?|!=)\s*([^\s,=!()]*)|\s(in|notin)\s*\(([^()]*)\))?)\s*(?:,|$)/y;

/**
 * Reads a selector as `kubectl -l` does: `a=b`, `a==b`, `a!=b`, `a in (x,y)`, `a notin (x)`, `a`, `!a`, joined by commas.
 * Undefined for text that is not one. The empty selector selects everything.
 */
export function parseLabelSelector(text: string): LabelSelector | undefined {
  const requirements: LabelSelector[] = [];
  term.lastIndex = 0;
  if (text.trim() === '') return () => true;
  while (term.lastIndex < text.length) {
    const match = term.exec(text);
    if (!match) return undefined;
    const [, not, absent, key = '', operator, value = '', membership, list = ''] = match;
    const values = new Set(list.split(',').map(item => item.trim()));
    if (membership && (list.trim() === '' || [...values].some(item => /\s/.test(item)))) return undefined;
    if (not) requirements.push(labels => labels[absent ?? ''] === undefined);
    else if (operator === '!=') requirements.push(labels => labels[key] !== value);
    else if (operator) requirements.push(labels => labels[key] === value);
    else if (membership === 'in') requirements.push(labels => labels[key] !== undefined && values.has(labels[key]));
    else if (membership === 'notin') requirements.push(labels => labels[key] === undefined || !values.has(labels[key]));
    else requirements.push(labels => labels[key] !== undefined);
  }
  return labels => requirements.every(requirement => requirement(labels));
}

/** True when the labels have every pair of the map: a Service's selector over Pods. An empty map selects nothing. */
export function matchesLabels(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const pairs = Object.entries(selector);
  return pairs.length > 0 && pairs.every(([key, value]) => labels[key] === value);
}
