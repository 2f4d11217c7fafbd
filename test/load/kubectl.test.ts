import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createKubectl, type Reply } from '../../src/load/kubectl.ts';
import { OutsideError } from '../../src/outside-error.ts';
import { filesBelow, temporaryWorkspace } from '../temporary-workspace.ts';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

/** Puts a kubectl on PATH that is this shell script. */
function kubectlThat(script: string): string {
  const folder = temporaryWorkspace({});
  const program = join(folder, 'kubectl');
  writeFileSync(program, `#!/bin/sh\necho "$*" >> "${folder}/calls"\n${script}\n`);
  chmodSync(program, 0o755);
  process.env.PATH = `${folder}:/usr/bin:/bin`;
  return folder;
}

const failsWith = (text: string): string => `cat >&2 <<'END'\n${text}\nEND\nexit 1`;
const options = { timeout: 7, signal: new AbortController().signal };
const get = (): Promise<Reply> => createKubectl(options).get('prod', '/api/v1/nodes');
const reached = 'Unable to connect to the server:';

describe('kubectl', () => {
  test('is asked for a path of a context, and for nothing else', async () => {
    const folder = kubectlThat('echo "{}"; echo "Warning: deprecated" >&2');
    expect(await createKubectl({ ...options, kubeconfig: '/a/b' }).get('prod', '/api/v1/nodes?limit=5')).toEqual({
      text: '{}\n',
    });
    expect(filesBelow(folder).calls).toBe(
      '--kubeconfig=/a/b --context=prod --request-timeout=7s get --raw /api/v1/nodes?limit=5\n',
    );
  });

  test.each([
    ['Forbidden', 'nodes is forbidden: User "jane" cannot list resource "nodes"'],
    ['NotFound', 'the server could not find the requested resource'],
    ['Expired', 'The provided continue parameter is too old'],
  ] as const)('gives on that something is %s', async (refused, message) => {
    kubectlThat(failsWith(`Error from server (${refused}): ${message}`));
    expect(await get()).toEqual({ refused, message });
  });

  // As kubectl 1.32 says it.
  test.each([
    [
      `${reached} getting credentials: exec: executable aws not found\n\nIt looks like you are trying to use a client-go credential plugin`,
      'the kubeconfig gets its credentials from aws, which is not installed',
    ],
    [
      `${reached} getting credentials: exec: executable gke-gcloud-auth-plugin failed with exit code 1`,
      'there are no credentials: exec: executable gke-gcloud-auth-plugin failed with exit code 1; log in again',
    ],
    [
      `${reached} getting credentials: exec plugin cannot support interactive mode: standard input is not a terminal`,
      'the kubeconfig asks for credentials, and there is no terminal to ask at; log in first',
    ],
    [
      `${reached} tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      'the certificate of the API server is not to be trusted: certificate signed by unknown authority',
    ],
    [
      `${reached} dial tcp: lookup api.east.example.com on 10.0.0.2:53: no such host`,
      'the API server cannot be reached: dial tcp: lookup api.east.example.com on 10.0.0.2:53: no such host',
    ],
    [
      `${reached} net/http: request canceled (Client.Timeout exceeded while awaiting headers)`,
      'the API server does not answer within 7 seconds; --timeout gives it longer',
    ],
    [
      `${reached} dial tcp 10.0.0.9:6443: i/o timeout`,
      'the API server does not answer within 7 seconds; --timeout gives it longer',
    ],
    [
      'Error from server (InternalError): an error on the server ("<html>\\nBad gateway") has prevented the request from succeeding',
      'the API server fails: an error on the server ("<html>\\nBad gateway") has prevented the request from succeeding',
    ],
    ['error: unknown flag: --raw\nSee kubectl get --help', 'kubectl fails: unknown flag: --raw'],
    ['panic: oh', 'kubectl fails: panic: oh'],
  ])('that says %j is understood', async (text, words) => {
    kubectlThat(failsWith(text));
    await expect(get()).rejects.toThrow(new OutsideError(words));
  });

  test('that waits for an answer at its standard input gets none', async () => {
    kubectlThat('if read -r line; then exit 0; fi; echo "error: EOF" >&2; exit 1');
    await expect(get()).rejects.toThrow(new OutsideError('kubectl fails: EOF'));
  });

  test('is run a few times at once, however much is asked', async () => {
    const folder = kubectlThat('echo + >> "$(dirname "$0")/log"; sleep 0.1; echo - >> "$(dirname "$0")/log"');
    const kubectl = createKubectl(options);
    await Promise.all(Array.from({ length: 12 }, () => kubectl.get('prod', '/api')));
    let running = 0;
    let most = 0;
    for (const sign of (filesBelow(folder).log ?? '').trim().split('\n')) {
      running += sign === '+' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(running).toBe(0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  test('is ended, and not begun again, when nobody wants its answer any more', async () => {
    const folder = kubectlThat('exec sleep 30');
    const controller = new AbortController();
    const kubectl = createKubectl({ ...options, signal: controller.signal });
    const asked = Promise.allSettled(Array.from({ length: 6 }, () => kubectl.get('prod', '/api')));
    while ((filesBelow(folder).calls ?? '').split('\n').length < 5)
      await new Promise(resolve => setTimeout(resolve, 20));
    controller.abort('SIGINT');
    const reasons = (await asked).map(result => result.status === 'rejected' && result.reason);
    expect(reasons).toEqual(Array.from({ length: 6 }, () => 'SIGINT'));
    expect(filesBelow(folder).calls?.trim().split('\n')).toHaveLength(4);
  });
});
