import type { ShownFinding } from '../finding.ts';
import type { Position } from '../place.ts';

/** Findings with the paths that a code host knows: `folder` leads from the root of the repository to the workspace, `''` or with a `/` at its end. */
export function repositoryPaths(findings: readonly ShownFinding[], folder: string): ShownFinding[] {
  const moved = <P extends Position>(position: P): P => ({ ...position, file: folder + position.file });
  return findings.map(finding => ({
    ...finding,
    ...(finding.position && { position: moved(finding.position) }),
    ...(finding.other && { other: moved(finding.other) }),
    ...(finding.fix && { fix: { ...finding.fix, edits: finding.fix.edits.map(moved) } }),
  }));
}
