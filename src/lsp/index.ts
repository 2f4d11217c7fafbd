import type { Readable, Writable } from 'node:stream';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { RuleId } from '../rules/index.ts';
import type { Validated, ValidateOptions } from '../validate.ts';
import { fixAllKind, fixAllOf, quickFixesOf } from './code-actions.ts';
import { filePath, fileUri } from './file-uri.ts';
import { hoverOf } from './hover.ts';
import { type OpenText, WorkspaceSession } from './workspace-session.ts';

/** What the server asks of the rest of the program. */
export interface Engine {
  readonly version: string;
  /** The workspace that a file or a directory lies in, by their absolute paths. */
  readonly workspaceOf: (path: string) => string | undefined;
  readonly validate: (workspace: string, options: ValidateOptions) => Promise<Validated>;
  /** What a user is to know of an error of `validate`; undefined for a defect of ours. */
  readonly failure: (error: unknown) => string | undefined;
  /** Address of the page about a rule. */
  readonly pageOf: (rule: RuleId) => string | undefined;
  /** Why a rule is there. */
  readonly whyOf: (rule: RuleId) => string | undefined;
}

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Serves the Language Server Protocol until the client says `exit`, or goes away; then the process ends. */
export function serve(engine: Engine, { input, output }: Streams): void {
  const connection = createConnection(ProposedFeatures.all, input, output);
  const documents = new TextDocuments(TextDocument);
  const sessions = new Map<string, WorkspaceSession>();
  const said = new Set<string>();
  let folders: readonly WorkspaceFolder[] = [];
  let canWatch = false;
  let canChangeFolders = false;

  /** Said once, however often it comes up: an editor shows it in a window. */
  const sayOnce = (text: string): void => {
    if (said.has(text)) return;
    said.add(text);
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: text });
  };
  const openTexts = (): ReadonlyMap<string, OpenText> => {
    const texts = documents.all().flatMap(document => {
      const path = filePath(document.uri);
      return path === undefined
        ? []
        : [[path, { uri: document.uri, version: document.version, text: document.getText() }] as const];
    });
    return new Map(texts);
  };
  const session = (root: string): WorkspaceSession => {
    const known = sessions.get(root);
    if (known) return known;
    const made = new WorkspaceSession(root, {
      validate: engine.validate,
      pageOf: engine.pageOf,
      failure: engine.failure,
      openTexts,
      publish: params => void connection.sendDiagnostics(params),
      say: sayOnce,
      log: text => connection.console.error(text),
    });
    sessions.set(root, made);
    return made;
  };
  const changed = (uri: string): void => {
    const path = filePath(uri);
    const root = path === undefined ? undefined : engine.workspaceOf(path);
    if (root !== undefined) session(root).changed();
  };
  /** Begins with the workspaces that are open, and ends with those that no folder and no document lies in. */
  const followFolders = (): void => {
    const paths = [...folders, ...documents.all()].flatMap(({ uri }) => filePath(uri) ?? []);
    const wanted = new Set(paths.flatMap(path => engine.workspaceOf(path) ?? []));
    for (const [root, open] of sessions) {
      if (wanted.has(root)) continue;
      open.end();
      sessions.delete(root);
    }
    for (const root of wanted) if (!sessions.has(root)) session(root).changed();
    if (wanted.size === 0 && folders.length > 0) {
      sayOnce(
        'cis-render: no folder is a workspace: there is no render.yaml and no directory clusters/ in them or above.',
      );
    }
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const { workspace } = params.capabilities;
    canWatch = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    canChangeFolders = workspace?.workspaceFolders === true;
    const root = params.rootUri ?? (params.rootPath ? fileUri(params.rootPath) : undefined);
    folders = params.workspaceFolders ?? (root ? [{ uri: root, name: '' }] : []);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'cis-render', version: engine.version },
    };
  });
  connection.onInitialized(() => {
    if (canWatch) {
      const watchers = [{ globPattern: '**/*.{yaml,yml,json}' }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (canChangeFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter(({ uri }) => !gone.has(uri)), ...added];
        followFolders();
      });
    }
    followFolders();
  });
  documents.onDidOpen(({ document }) => {
    followFolders();
    changed(document.uri);
  });
  documents.onDidChangeContent(({ document }) => changed(document.uri));
  documents.onDidSave(({ document }) => changed(document.uri));
  documents.onDidClose(({ document }) => {
    // What was not saved is gone: the file counts again.
    changed(document.uri);
    followFolders();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) changed(uri);
    followFolders();
  });

  const sessionOf = (uri: string): WorkspaceSession | undefined => {
    const path = filePath(uri);
    const root = path === undefined ? undefined : engine.workspaceOf(path);
    return root === undefined ? undefined : sessions.get(root);
  };
  connection.onHover(({ textDocument, position }) => {
    const found = sessionOf(textDocument.uri)?.shownIn(textDocument.uri) ?? [];
    return hoverOf(found, position, engine);
  });
  connection.onCodeAction(({ textDocument: { uri }, range, context }: CodeActionParams): CodeAction[] => {
    const open = sessionOf(uri);
    if (!open) return [];
    const asked = (kind: string): boolean =>
      context.only?.some(only => kind === only || kind.startsWith(`${only}.`)) ?? true;
    return [
      ...(asked(CodeActionKind.QuickFix) ? quickFixesOf(open, uri, range) : []),
      ...(asked(fixAllKind) ? fixAllOf(open, uri) : []),
    ];
  });
  connection.onShutdown(() => {
    for (const open of sessions.values()) open.end();
    sessions.clear();
  });
  documents.listen(connection);
  connection.listen();
}
