export interface WorkflowOptions {
  /** `uses` of the action: `owner/cis-render@v0`. */
  readonly action: string;
  /** The workspace, relative to the root of the repository; `.` for that itself. */
  readonly path: string;
  readonly hasSecondary: boolean;
}

/** Named by its hash, which nobody can move. */
export const checkout = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';

/** A workflow of GitHub that checks each change. It synchronises nothing: whoever wants that says so. */
export function workflowText({ action, path, hasSecondary }: WorkflowOptions): string {
  const commands = ['validate', 'build-check', ...(hasSecondary ? ['parity'] : []), 'diff'];
  return `name: cis-render
on:
  pull_request:
  push:
    branches: [main, master]

permissions:
  contents: read
  # For the comment on the pull request.
  pull-requests: write

jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: ${checkout}
        with:
          # What a change does is compared with what it is based on.
          fetch-depth: 0
      - uses: ${action}
        with:
          command: ${commands.join(' ')}
          path: ${JSON.stringify(path)}
`;
}
