import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { objectsNamed } from '../../src/sync/named-objects.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';
import { poolOf, tenantOf } from './declarations.ts';
import { startBigip, sync } from './sync-workspace.ts';

const example = fileURLToPath(new URL('../../fixtures/example', import.meta.url));

test('what AS3 refuses is told with the committed line and with the resource that makes it', async () => {
  const bigip = await startBigip();
  bigip.as3.broken.set('shop', '01020036:3: The requested Pool (/shop/Shared/cart_8080_shop_cluster2) was not found.');
  const root = temporaryWorkspace({});
  cpSync(example, root, { recursive: true });
  const { stdout, code } = await sync(root, bigip, '--apply');
  expect(code).toBe(3);
  const [, file, line, from] =
    /^ {4}cart_8080_shop_cluster2: (rendered\/\S+):(\d+), made by Route shop\/cart at (\S+):\d+:\d+$/m.exec(stdout) ??
    [];
  expect(stdout).toContain('01020036:3');
  expect(readFileSync(join(root, file!), 'utf8').split('\n')[Number(line) - 1]).toContain(
    '"cart_8080_shop_cluster2": {',
  );
  expect(readFileSync(join(root, from!), 'utf8')).toContain('name: cart');
});

test.each([
  ['/shop/Shared/web: should have required property', ['web']],
  ['/shop/Shared/web/members/0/servicePort: should be integer', ['web']],
  ['Pool (/shop/Shared/web) and (/shop/Shared/api), again /shop/Shared/web', ['web', 'api']],
  ['/other/Shared/web: should be', []],
  ['/shop/Shared/gone: should be', []],
  ['/shop/Shared/constructor: should be', []],
  ['no path at all', []],
])('%j names %j', (text, names) => {
  expect(objectsNamed('shop', [text], tenantOf({ web: poolOf('10.0.0.1'), api: poolOf('10.0.0.2') }))).toEqual(names);
});
