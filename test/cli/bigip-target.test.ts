import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { certificatesWithin } from '../../src/cli/bigip-target.ts';
import { ConfigurationError } from '../../src/load/render-config.ts';
import { temporaryWorkspace } from '../temporary-workspace.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n';

/** In each the workspace is not where the process is. */
describe('certificates of a workspace', () => {
  test('are those of the file that is looked at', () => {
    expect(certificatesWithin({ root: temporaryWorkspace({ 'one.pem': certificate }) }, 'one.pem')).toBe(certificate);
  });

  test('are none outside of it', () => {
    const root = temporaryWorkspace({});
    symlinkSync(join(temporaryWorkspace({ 'one.pem': certificate }), 'one.pem'), join(root, 'one.pem'));
    expect(() => certificatesWithin({ root }, 'one.pem')).toThrow(ConfigurationError);
  });

  test('are called in messages as render.yaml calls them', () => {
    const missing = (): string => certificatesWithin({ root: temporaryWorkspace({}) }, 'one.pem');
    expect(missing).toThrow(/^one\.pem: no such file or directory/);
  });
});
