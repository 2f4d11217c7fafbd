import process from 'node:process';

/**
 * Environment for git that gives the token to the server of GitHub alone. It is in the environment, since arguments can be seen by others, and in
 * no file, since it would stay. What a checkout has left in the configuration is reset first: with two of them GitHub refuses.
 */
export function gitAccess(serverUrl: string, token: string): Readonly<Record<string, string>> {
  const quiet = { GIT_TERMINAL_PROMPT: '0' };
  if (token === '') return quiet;
  const before = Number(process.env.GIT_CONFIG_COUNT ?? 0);
  const key = `http.${serverUrl.replace(/\/+$/, '')}/.extraheader`;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    ...quiet,
    GIT_CONFIG_COUNT: String(before + 2),
    [`GIT_CONFIG_KEY_${before}`]: key,
    [`GIT_CONFIG_VALUE_${before}`]: '',
    [`GIT_CONFIG_KEY_${before + 1}`]: key,
    [`GIT_CONFIG_VALUE_${before + 1}`]: `AUTHORIZATION: basic ${basic}`,
  };
}

/** A server that does not answer does not keep the job. */
export const patience = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=60'];

/** Arguments of git to fetch a revision as `FETCH_HEAD`. A clone that has all of its history keeps it. */
export function fetching(revision: string, { shallow }: { readonly shallow: boolean }): readonly string[] {
  const depth = shallow ? ['--depth=1'] : [];
  return [...patience, 'fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...depth, 'origin', revision];
}
