import type { ShownFinding } from '../finding.ts';
import { diffMarkdown } from '../report/diff-markdown.ts';
import { inRepository, withoutOnlyView } from '../report/diff-result.ts';
import { fencedSection } from '../report/fenced.ts';
import { inline, markdownReport } from '../report/markdown.ts';
import { inParityTable } from '../report/parity.ts';
import { parityMarkdown } from '../report/parity-markdown.ts';
import { parityInRepository } from '../report/parity-result.ts';
import type { Told } from './run-command.ts';

export interface ReportInput {
  readonly told: readonly Told[];
  /** Of all commands, with paths from the root of the repository, in the order in which they count. */
  readonly findings: readonly ShownFinding[];
  /** Way from the root of the repository to the workspace. */
  readonly folder: string;
  /** Address of the files, which paths are appended to. */
  readonly linkBase: string;
  /** What `diff` compares with, for people. */
  readonly against: string;
  readonly failed: boolean;
  /** Sentences more for people, as Markdown. */
  readonly remarks: readonly string[];
}

/** What all commands have told as one text of no more than so many bytes: for the comment and for the job summary. */
export function reportText(input: ReportInput, limit: number): string {
  const head = headOf(input);
  const sections = sectionsOf(input);
  let room = limit - Buffer.byteLength(head) - sections.length;
  const texts: string[] = [];
  // Short ones first: what they do not need is for the others.
  const bySize = sections
    .map((section, index) => ({ section, index, size: Buffer.byteLength(section(room)) }))
    .sort((a, b) => a.size - b.size);
  for (const [done, { section, index }] of bySize.entries()) {
    const text = section(Math.floor(room / (bySize.length - done)));
    room -= Buffer.byteLength(text);
    texts[index] = text;
  }
  return [head, ...texts].join('\n');
}

function headOf({ told, failed, remarks, folder }: ReportInput): string {
  const names = [...new Set(told.map(({ command }) => command))].join(', ');
  const place = folder === '' ? '' : ` of ${inline(folder)}`;
  const title = `## ${failed ? '❌' : '✅'} ${names}${place}\n`;
  const failures = told.flatMap(({ failure }) => (failure === undefined ? [] : [inline(failure)]));
  return [title, ...[...failures, ...remarks].map(line => `${line}\n`)].join('\n');
}

type Section = (limit: number) => string;

function sectionsOf({ told, findings, folder, linkBase, against }: ReportInput): readonly Section[] {
  const parity = told.find(one => one.parity)?.parity;
  const diff = told.find(one => one.diff)?.diff;
  const sync = told.find(one => one.sync)?.sync;
  const sections: Section[] = [];
  const listed = parity ? findings.filter(finding => !inParityTable(finding)) : findings;
  if (listed.length > 0 || told.some(({ command }) => command === 'validate' || command === 'build-check'))
    sections.push(limit => markdownReport(listed, { limit, linkBase }));
  if (parity) sections.push(limit => parityMarkdown(parityInRepository(parity, folder), { limit, linkBase }));
  if (diff) {
    const shown = inRepository(withoutOnlyView({ ...diff, against }), folder);
    sections.push(limit => diffMarkdown(shown, { limit, linkBase }));
  }
  if (sync) sections.push(limit => fencedSection('BIG-IP', sync.text, limit));
  return sections;
}
