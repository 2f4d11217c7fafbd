import { join, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { ShownFinding } from '../finding.ts';
import type { RuleId } from '../rules/index.ts';
import type { Validated, ValidateOptions } from '../validate.ts';
import { diagnosticOf } from './diagnostics.ts';
import { fileUri } from './file-uri.ts';

/** Milliseconds of rest after an edit before the workspace is validated. */
const rest = 200;

/** A document that an editor has open, as it is there. */
export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface SessionOptions {
  readonly validate: (workspace: string, options: ValidateOptions) => Promise<Validated>;
  readonly pageOf: (rule: RuleId) => string | undefined;
  /** What a user is to know of an error that kept a validation from its end; undefined for a defect of ours. */
  readonly failure: (error: unknown) => string | undefined;
  /** By absolute path. */
  readonly openTexts: () => ReadonlyMap<string, OpenText>;
  readonly publish: (params: PublishDiagnosticsParams) => void;
  /** Tells the user, once. */
  readonly say: (text: string) => void;
  readonly log: (text: string) => void;
}

/** A finding, and how it is shown. */
export interface Shown {
  readonly finding: ShownFinding;
  readonly diagnostic: Diagnostic;
}

/** Thrown to end a validation that a newer one takes the place of. */
class Superseded extends Error {}

/** Validates one workspace whenever it changes, and keeps its diagnostics up to date. */
export class WorkspaceSession {
  readonly #root: string;
  readonly #options: SessionOptions;
  #change = 0;
  #timer: NodeJS.Timeout | undefined;
  /** What is shown, by document. */
  #shown = new Map<string, readonly Shown[]>();
  /** Documents that were open when it was found, with their versions. */
  #versions: ReadonlyMap<string, OpenText> = new Map();

  constructor(root: string, options: SessionOptions) {
    this.#root = resolve(root);
    this.#options = options;
  }

  /** Validates when no further change comes for a while. */
  changed(): void {
    this.#change++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#validate(), rest);
  }

  /** Takes back everything that is shown. */
  end(): void {
    this.#change++;
    clearTimeout(this.#timer);
    this.#publish(new Map());
  }

  shownIn(uri: string): readonly Shown[] {
    return this.#shown.get(uri) ?? [];
  }

  /** Address of a file of the workspace: that of the editor where it is open. */
  uriOf(file: string): string {
    const path = join(this.#root, file);
    return this.#versions.get(path)?.uri ?? fileUri(path);
  }

  /** False where a file was edited after what is shown of it was found. */
  isCurrent(file: string): boolean {
    const path = join(this.#root, file);
    return this.#options.openTexts().get(path)?.version === this.#versions.get(path)?.version;
  }

  async #validate(): Promise<void> {
    const change = this.#change;
    const superseded = (): boolean => change !== this.#change;
    const open = this.#options.openTexts();
    try {
      const { findings } = await this.#options.validate(this.#root, {
        overlay: new Map([...open].map(([path, { text }]) => [path, text])),
        pause: async () => {
          // Lets what the client has sent meanwhile be read.
          await setImmediate();
          if (superseded()) throw new Superseded();
        },
      });
      if (!superseded()) this.#show(findings, open);
    } catch (error) {
      if (error instanceof Superseded || superseded()) return;
      // What was found before stays: nothing better is known.
      const failure = this.#options.failure(error);
      if (failure !== undefined) this.#options.say(`cis-render: ${failure}`);
      else this.#options.log(`cis-render cannot validate ${this.#root}: ${(error as Error).stack ?? error}`);
    }
  }

  #show(findings: readonly ShownFinding[], open: ReadonlyMap<string, OpenText>): void {
    this.#versions = open;
    const shown = new Map<string, Shown[]>();
    const options = { pageOf: this.#options.pageOf, uriOf: (file: string) => this.uriOf(file) };
    for (const finding of findings) {
      const uri = this.uriOf(finding.position?.file ?? 'render.yaml');
      shown.set(uri, [...(shown.get(uri) ?? []), { finding, diagnostic: diagnosticOf(finding, options) }]);
    }
    this.#publish(shown);
  }

  /** Sends what has changed; what is gone is cleared. */
  #publish(shown: Map<string, readonly Shown[]>): void {
    const before = this.#shown;
    this.#shown = shown;
    const versions = new Map([...this.#versions.values()].map(({ uri, version }) => [uri, version]));
    for (const uri of new Set([...before.keys(), ...shown.keys(), ...this.#openHere()])) {
      const diagnostics = (shown.get(uri) ?? []).map(({ diagnostic }) => diagnostic);
      const version = versions.get(uri);
      this.#options.publish({ uri, diagnostics, ...(version !== undefined && { version }) });
    }
  }

  /** Documents of this workspace that were open: that nothing is wrong with them is told too. */
  #openHere(): string[] {
    const inside = (path: string): boolean => !relative(this.#root, path).startsWith(`..${sep}`);
    return [...this.#versions].filter(([path]) => inside(path)).map(([, { uri }]) => uri);
  }
}
