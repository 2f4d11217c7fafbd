import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { BigipError, type BigipTarget, checkTarget } from '../bigip/client.ts';
import { Findings } from '../finding.ts';
import { insideWorkspace } from '../load/files.ts';
import { type BigipConfig, ConfigurationError, type RenderConfig } from '../load/render-config.ts';
import { systemReason } from '../system-errors.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of how to reach BIG-IPs. */
export interface ReachFlags {
  readonly bigipUrl?: string;
  readonly credentialsDirectory?: string;
  readonly trustedCerts?: string;
  readonly insecure?: boolean;
}

/**
 * Where a BIG-IP is, and with what name and password. The command line comes before the environment, the environment before files; a name
 * and a password come from one source. Nothing secret is ever an argument. Throws `UsageError`.
 *
 * @param fallback address of the controller's own `--bigip-url`, or empty
 */
export function bigipTarget(
  root: string,
  bigip: Omit<BigipConfig, 'concurrency' | 'view'>,
  flags: ReachFlags,
  fallback: string,
): BigipTarget {
  const files = credentialFiles(bigip.name, flags.credentialsDirectory);
  const { BIGIP_USERNAME, BIGIP_PASSWORD, BIGIP_URL } = process.env;
  const url = flags.bigipUrl ?? bigip.url ?? (BIGIP_URL || files('url') || fallback);
  if (!url) {
    throw new UsageError(
      `no URL of ${bigip.name}: give url in bigips of render.yaml, --bigip-url, BIGIP_URL, or a file url in --credentials-directory`,
    );
  }
  const [username, password] =
    flags.credentialsDirectory === undefined
      ? [BIGIP_USERNAME, BIGIP_PASSWORD]
      : [files('username'), files('password')];
  if (!username || !password) {
    const missing = [!username && 'user name', !password && 'password'].filter(Boolean).join(' and no ');
    const from =
      flags.credentialsDirectory === undefined
        ? 'set BIGIP_USERNAME and BIGIP_PASSWORD, or give --credentials-directory'
        : `${flags.credentialsDirectory} has to hold files username and password`;
    throw new UsageError(`no ${missing} for ${bigip.name}: ${from}`);
  }
  const certificates = flags.trustedCerts ?? (bigip.trustedCerts && join(root, bigip.trustedCerts));
  return checkedTarget(bigip.name, {
    url: urlOf(url.trim(), bigip.name),
    username,
    password,
    ...(certificates !== undefined && { trustedCerts: readCertificates(certificates) }),
    insecure: flags.insecure ?? false,
  });
}

/**
 * The same before there are a name and a password: what would be refused then is refused now. Throws `UsageError`.
 *
 * @param url empty where it is not known yet
 */
export function checkReach(name: string, url: string, trustedCerts: string | undefined): void {
  const placeholder = { url: urlOf(url || 'https://bigip', name), username: '', password: '' };
  checkedTarget(name, { ...placeholder, ...(trustedCerts !== undefined && { trustedCerts }) });
}

function checkedTarget(name: string, target: BigipTarget): BigipTarget {
  try {
    checkTarget(target);
  } catch (error) {
    if (error instanceof BigipError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
  return target;
}

/** As the controller takes it: also without a scheme, which is HTTPS then. */
function urlOf(text: string, name: string): URL {
  const whole = /^[a-z][-+.a-z0-9]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole))
    throw new UsageError(`the URL of ${name} is none: ${JSON.stringify(text.replace(/\/\/.*@/s, '//***@'))}`);
  const url = new URL(whole);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      `the URL of ${name} holds a user name or a password: give them as BIGIP_USERNAME and BIGIP_PASSWORD, or in a Secret`,
    );
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new UsageError(`the URL of ${name} is neither https: nor http:: ${JSON.stringify(text)}`);
  return url;
}

/** Files of a directory of credentials, as the controller's Secret is mounted; a directory of the BIG-IP's name in it comes first. */
function credentialFiles(name: string, directory: string | undefined): (key: string) => string | undefined {
  if (directory === undefined) return () => undefined;
  if (!existsSync(directory)) throw new UsageError(`--credentials-directory ${directory}: no such directory`);
  const own = join(directory, name);
  const folder = existsSync(own) ? own : directory;
  return key => {
    const path = join(folder, key);
    return existsSync(path) ? readText(path).replace(/^\ufeff|\r?\n$/g, '') : undefined;
  };
}

/** A change must not bring files of the machine that looks at it into a cluster. Throws `ConfigurationError` and `UsageError`. */
export function certificatesWithin({ root }: Pick<RenderConfig, 'root'>, path: string): string {
  const findings = new Findings();
  const absolute = resolve(root, path);
  if (existsSync(absolute) && !insideWorkspace({ root, findings }, absolute)) throw new ConfigurationError(findings);
  return readCertificates(absolute, path);
}

function readCertificates(path: string, shown = path): string {
  const text = readText(resolve(path), shown);
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError(`${shown}: there is no certificate in PEM in it`);
  return text;
}

function readText(path: string, shown = path): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${shown}: ${systemReason(error as NodeJS.ErrnoException)}`);
  }
}
