import { escapeUTF8 } from 'entities/escape';
import type { ShownFinding } from '../finding.ts';

/** What a suite is called that holds findings without a place. */
const placeless = 'workspace';

/**
 * JUnit XML: a suite for each file, a case for each finding. Only errors fail, since only they make the exit code 1; what warnings
 * and infos say is the output of a case that passes. Without findings there is one case, which passes.
 */
export function junitXml(findings: readonly ShownFinding[]): string {
  const suites = new Map<string, ShownFinding[]>();
  for (const finding of findings) {
    const name = finding.position?.file ?? placeless;
    const suite = suites.get(name);
    if (suite) suite.push(finding);
    else suites.set(name, [finding]);
  }
  const body =
    findings.length === 0
      ? [
          element('testsuite', { name: placeless, tests: 1, failures: 0, errors: 0, time: 0 }, [
            element('testcase', { classname: placeless, name: 'no findings', time: 0 }),
          ]),
        ]
      : [...suites].map(([name, list]) =>
          element(
            'testsuite',
            { name, tests: list.length, failures: failures(list), errors: 0, time: 0 },
            list.map(finding => testcase(finding, name)),
          ),
        );
  const tests = Math.max(1, findings.length);
  const all = element(
    'testsuites',
    { name: 'cis-render', tests, failures: failures(findings), errors: 0, time: 0 },
    body,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`;
}

function failures(findings: readonly ShownFinding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

function testcase({ severity, rule, message, hint, position, other }: ShownFinding, suite: string): string {
  const where = position ? `${position.file}:${position.line}:${position.column} ` : '';
  const see = other ? [`see ${other.file}:${other.line}:${other.column}`] : [];
  const text = [`${where}${severity} ${message} [${rule}]`, ...see, hint].map(xml).join('\n');
  const said =
    severity === 'error' ? element('failure', { type: rule, message }, text) : element('system-out', {}, text);
  // Without the line, so that a case keeps its name when lines move.
  const attributes = {
    classname: suite,
    name: `${rule}: ${message}`,
    ...(position && { file: position.file, line: position.line }),
  };
  return element('testcase', { ...attributes, time: 0 }, [said]);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | string[] = [],
): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${xml(String(value))}"`);
  const open = `<${name}${list.join('')}`;
  if (typeof content === 'string') return `${open}>${content}</${name}>`;
  if (content.length === 0) return `${open}/>`;
  return [`${open}>`, ...content, `</${name}>`].join('\n');
}

/** Text for XML 1.0. Characters that it cannot hold in any form become U+FFFD; line ends and tabs survive in attributes too. */
function xml(text: string): string {
  return escapeUTF8(text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')).replace(
    /[\t\n\r]/g,
    found => `&#${found.charCodeAt(0)};`,
  );
}
