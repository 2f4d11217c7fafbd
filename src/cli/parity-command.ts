import { createLocator } from '../load/locate.ts';
import { compareParity } from '../parity/index.ts';
import { findPairs } from '../parity/pairs.ts';
import { readWorkspace, shownFindings } from '../pipeline.ts';
import { parityJson } from '../report/json.ts';
import { defaultLimit, markdownReport } from '../report/markdown.ts';
import { findingsNdjson } from '../report/ndjson.ts';
import { inParityTable, parityText } from '../report/parity.ts';
import { parityMarkdown } from '../report/parity-markdown.ts';
import { parityInRepository, parityResult } from '../report/parity-result.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findingTexts } from './finding-texts.ts';
import { type FindingFormat, type Format, findingsText, putOut } from './output.ts';
import { folderInRepository } from './repository.ts';
import { colorsFor } from './streams.ts';
import { UsageError } from './usage-error.ts';

export interface ParityFlags {
  readonly format?: readonly Format<FindingFormat>[];
  readonly color: boolean;
}

/** `render parity`: what differs between a primary and its secondary, and what a failover would change. */
export async function parityCommand(directory: string, { format, color }: ParityFlags): Promise<ExitCode> {
  const run = await readWorkspace(directory);
  const pairs = findPairs(run.workspace);
  if ('problem' in pairs) throw new UsageError(pairs.problem);
  const parity = compareParity(run.workspace, pairs, run.findings);
  const locator = createLocator();
  const findings = shownFindings([parity.findings], locator);
  const result = () => parityResult(parity, findings, locator.position);
  putOut(format, {
    json: () => parityJson(result()),
    ndjson: () => findingsNdjson(findings),
    ...findingTexts(findings, run.config.root),
    markdown: () => {
      const moved = parityInRepository(result(), folderInRepository(run.config.root));
      const others = moved.findings.filter(finding => !inParityTable(finding));
      const text = parityMarkdown(moved, { limit: defaultLimit / 2 });
      return others.length === 0 ? text : `${text}\n${markdownReport(others, { limit: defaultLimit / 2 })}`;
    },
    pretty: () => {
      const others = findings.filter(finding => !inParityTable(finding));
      const text = parityText(parity, colorsFor(1, color), locator.position);
      return others.length === 0 ? text : `${text}\n${findingsText(others, locator, 1, color)}`;
    },
  });
  return parity.differs ? exitCodes.findings : exitCodes.clean;
}
