import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryWorkspace } from './temporary-workspace.ts';

const root = join(import.meta.dirname, '..');

/** What `npm publish` would upload, without the build that comes before it: the tests run on its result. */
describe('the package', () => {
  test('has in it what render explain and render schema print, and the file that kustomize runs', () => {
    const away = temporaryWorkspace({});
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', away];
    execFileSync('npm', pack, { cwd: root, stdio: 'pipe' });
    const [archive = ''] = readdirSync(away).filter(file => file.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', archive], { cwd: away });
    const render = (...args: string[]): string =>
      execFileSync(process.execPath, [join(away, 'package/dist/cli.mjs'), ...args], { cwd: away, encoding: 'utf8' });
    expect(render('explain', 'route-host-claimed')).toContain('Discarding route <name>');
    expect(render('schema', 'virtual-server')).toBe(
      readFileSync(join(root, 'schemas/virtual-server.schema.json'), 'utf8'),
    );
    const { stdout } = spawnSync(join(away, 'package/dist/fn.mjs'), { input: '', encoding: 'utf8' });
    expect(stdout).toContain('kind: ResourceList');
  });
});
