import type { ShownFinding } from '../finding.ts';
import { githubCommands } from '../report/github.ts';
import { gitlabReport } from '../report/gitlab.ts';
import { junitXml } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import { repositoryPaths } from '../report/repository-paths.ts';
import { sarifLog } from '../report/sarif.ts';
import { folderInRepository } from './repository.ts';

declare const __VERSION__: string;

/** The formats that code hosts and their CI read, of the findings in a workspace. */
export function findingTexts(
  findings: readonly ShownFinding[],
  workspace: string,
): Record<'github' | 'sarif' | 'junit' | 'markdown' | 'gitlab', () => string> {
  const folder = folderInRepository(workspace);
  const moved = repositoryPaths(findings, folder);
  const configFile = `${folder}render.yaml`;
  return {
    github: () => githubCommands(moved, configFile),
    sarif: () => sarifLog(moved, { version: __VERSION__, configFile }),
    junit: () => junitXml(moved),
    markdown: () => markdownReport(moved),
    gitlab: () => gitlabReport(moved, configFile),
  };
}
