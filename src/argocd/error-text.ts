import type { ShownFinding } from '../finding.ts';

/** How many errors are told. Argo CD shows them all in one field. */
const most = 10;
/** The longest line, in UTF-16 units. */
const longest = 240;

/** What Argo CD shows of a generation that failed: what there is most to know of comes first, since lists show no more than that. */
export function errorText(app: string, problems: readonly string[]): string {
  const [first = '', ...others] = problems;
  const head = `cis-render: ${app === '' ? '' : `app ${app}: `}${problems.length === 1 ? '' : `${problems.length} errors: `}`;
  const left = others.length - (most - 1);
  const lines = [
    cut(`${head}${first}`),
    ...others.slice(0, most - 1).map(problem => cut(`  ${problem}`)),
    ...(left > 0 ? [`  and ${left} more: \`render validate\` tells them`] : []),
    ...(app === '' ? [] : ['Argo CD keeps this error until the next commit; a Hard Refresh asks again.']),
  ];
  return `${lines.join('\n')}\n`;
}

/** `clusters/east/shop.yaml:7:3 route-host-claimed …` */
export function findingLine({ position, rule, message }: ShownFinding): string {
  const place = position ? `${position.file}:${position.line}:${position.column} ` : '';
  return `${place}${rule} ${message}`;
}

function cut(line: string): string {
  return line.length > longest ? `${line.slice(0, longest - 1).replace(/\p{Surrogate}$/u, '')}…` : line;
}
