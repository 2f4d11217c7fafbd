import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { cliPath } from '../run-cli.ts';

export const uriOf = (root: string, path: string): string => pathToFileURL(`${root}/${path}`).href;

/** An editor that talks to the built command over its standard input and output. */
export async function editor(folders: readonly string[], capabilities: ClientCapabilities = {}) {
  const child = spawn(process.execPath, [cliPath, 'lsp', '--stdio'], { env: { PATH: process.env.PATH } });
  onTestFinished(() => void child.kill());
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const messages: string[] = [];
  let wake = (): void => {};
  connection.onNotification(PublishDiagnosticsNotification.type, params => {
    published.push(params);
    wake();
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    messages.push(message);
    wake();
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities,
    workspaceFolders: folders.map(path => ({ uri: pathToFileURL(path).href, name: path })),
  });
  await connection.sendNotification(InitializedNotification.type, {});

  /** Waits until something is so. */
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  };
  /** What is shown in a document now; undefined where nothing was ever sent. */
  const shown = (uri: string): Diagnostic[] | undefined =>
    published.findLast(params => params.uri === uri)?.diagnostics;
  const codes = (uri: string): unknown[] | undefined => shown(uri)?.map(({ code }) => code);

  return {
    capabilities: initialized.capabilities,
    errors,
    messages,
    published,
    until,
    shown,
    codes,
    connection,
    open: (uri: string, text: string, version = 1) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'yaml', version, text },
      }),
    /** Replaces the whole text. */
    edit: (uri: string, text: string, version: number) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    close: (uri: string) =>
      connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    /** Waits until a document shows exactly findings of these rules. */
    shows: (uri: string, rules: readonly string[]) =>
      until(() => (JSON.stringify(codes(uri)) === JSON.stringify(rules) ? shown(uri) : undefined)),
    actions: async (uri: string, range: Range, only?: string[]): Promise<CodeAction[]> =>
      ((await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...(only && { only }) },
      })) ?? []) as CodeAction[],
    hover: (uri: string, line: number, character: number) =>
      connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line, character } }),
    /** Exit code, once the process is gone. */
    ended: () => child.exitCode,
    /** Ends the server as the protocol asks for; returns the exit code. */
    quit: async (): Promise<number | null> => {
      await connection.sendRequest(ShutdownRequest.type);
      const ended = once(child, 'exit');
      await connection.sendNotification(ExitNotification.type);
      return (await ended)[0];
    },
  };
}
