import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { BigipClient } from '../../src/bigip/client.ts';
import { declarationOf } from './with-bigip.ts';

test('the stand-in runs as a process of its own too', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('serve.mjs', import.meta.url)), '{"taskTime":20}']);
  onTestFinished(() => void child.kill());
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<Record<string, string>> => JSON.parse((await lines.next()).value as string);
  const { url = '', username = '', password = '', certificate = '' } = await line();
  const target = { url: new URL(url), username, password, trustedCerts: certificate };
  const client = new BigipClient(target, { deadline: 10_000 });
  expect(await client.declare('shop', declarationOf('shop'))).toMatchObject({ outcome: 'changed' });
  expect(await line()).toEqual({ taken: 'POST /mgmt/shared/appsvcs/declare/shop?async=true' });
  await client.close();
});
