// Synchronises again and again with a BIG-IP that fails, and kills the command at random moments. At the end the BIG-IP must hold
// exactly what is committed, and what somebody else has posted there must be as it was. `npm run soak [-- --rounds 500 --seed 1]`
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { loadStandIn } from '../test/bigip/load-stand-in.mjs';
import { chanceOf } from './random.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(options.rounds);
const chance = chanceOf(Number(options.seed));
const below = count => Math.floor(chance() * count);
const oneOf = list => list[below(list.length)];

const folder = mkdtempSync(join(tmpdir(), 'cis-render-soak-'));
const workspace = join(folder, 'workspace');

const { StandIn, busy, expired, poolOf, restarting, tenantOf, unregistered, virtualOf } = await loadStandIn();
const bigip = await StandIn.start({ taskTime: 30 });

/** What goes wrong, and where. */
const faults = [
  ['change', busy],
  ['change', { kind: 'reset', taken: false }],
  ['change', { kind: 'reset', taken: true }],
  ['change', { kind: 'cut', brokenOff: true }],
  ['change', { kind: 'garbage' }],
  ['change', { kind: 'lost-task' }],
  ['change', { kind: 'restart' }],
  ['change', { kind: 'page', status: 502, title: '502 Proxy Error', taken: true }],
  ['change', unregistered],
  [
    'change',
    { kind: 'answer', status: 422, body: { code: 422, message: 'declaration is invalid', errors: ['/t0/Shared: no'] } },
  ],
  ['any', expired],
  ['any', restarting],
  ['task', { kind: 'reset', taken: false }],
  ['tasks', restarting],
  ['read', { kind: 'cut', brokenOff: true }],
  [
    'login',
    { kind: 'answer', status: 503, body: { code: 503, message: 'There is an active asynchronous task executing.' } },
  ],
];

const members = () => Array.from({ length: 1 + below(5) }, () => `10.1.${below(4)}.${1 + below(250)}`);

/** Tenants as they are committed. */
const committed = new Map();
const file = name => join(workspace, 'rendered/east', `${name}.json`);

/** Changes one tenant, adds one, or takes one away. */
function change() {
  const name = `t${below(6)}`;
  if (committed.has(name) && chance() < 0.15) {
    committed.delete(name);
    rmSync(file(name));
    return;
  }
  const tenant = tenantOf({
    web_80: virtualOf(`10.0.0.${name.slice(1)}`, 'web'),
    web: poolOf(...[...new Set(members())].sort()),
  });
  committed.set(name, tenant);
  writeFileSync(
    file(name),
    `${JSON.stringify({ class: 'ADC', schemaVersion: '3.56.0', id: 'urn:uuid:1', label: 'cis-render', [name]: tenant }, undefined, 2)}\n`,
  );
}

/** Runs the command; `kill` is the time in milliseconds after which it is killed. */
function sync(kill) {
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist/cli.mjs'),
      ...['sync', '--apply', '--prune', '--force', '--bigip-url', bigip.url.href],
      ...['--trusted-certs', 'ca.pem', '--deadline', '20'],
    ],
    {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, BIGIP_USERNAME: bigip.username, BIGIP_PASSWORD: bigip.password },
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk));
  const timer = kill === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), kill);
  return new Promise(resolve =>
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code, text });
    }),
  );
}

mkdirSync(join(workspace, 'rendered/east'), { recursive: true });
writeFileSync(join(workspace, 'ca.pem'), bigip.certificate);
writeFileSync(
  join(workspace, 'render.yaml'),
  'clusters: [{name: east, manifests: none, cis: {args: [--controller-mode=openshift, --bigip-partition=shop]}}]\n',
);
const theirs = tenantOf({ x_80: virtualOf('10.9.0.1', 'x'), x: poolOf('10.9.1.1') }, { label: 'theirs' });
bigip.as3.history.unshift({ class: 'ADC', schemaVersion: '3.56.0', label: 'theirs', theirs });

const counts = { kills: 0, faults: 0, failures: 0 };
try {
  for (let round = 0; round < rounds; round++) {
    for (let changes = 1 + below(3); changes > 0; changes--) change();
    if (chance() < 0.7) {
      const [on, fault] = oneOf(faults);
      bigip.fault(on, fault, 1 + below(2));
      counts.faults++;
    }
    const killed = chance() < 0.35;
    if (killed) counts.kills++;
    const { code, text } = await sync(killed ? 150 + below(900) : undefined);
    if (code !== null && ![0, 3].includes(code)) throw new Error(`round ${round}: exit code ${code}\n${text}`);
    if (code === 3) counts.failures++;
  }
  // What a killed run had begun may still be at work.
  await wait(200);
  bigip.clearFaults();
  const last = await sync();
  const after = await sync();
  const held = Object.fromEntries(
    Object.entries(bigip.as3.declaration ?? {}).filter(([, value]) => value?.class === 'Tenant'),
  );
  const wanted = { theirs, ...Object.fromEntries(committed) };
  const names = [...new Set([...Object.keys(held), ...Object.keys(wanted)])];
  const lost = names.filter(name => !isDeepStrictEqual(held[name], wanted[name]));
  console.log(
    `${rounds} rounds, ${counts.faults} with faults, ${counts.kills} killed, ${counts.failures} ended with code 3`,
  );
  console.log(
    `${names.length} tenants at the end; lost or wrong: ${lost.length}${lost.map(name => ` ${name}`).join('')}`,
  );
  if (last.code !== 0 || after.code !== 0 || lost.length > 0) {
    console.log(`${last.text}\n${after.text}`);
    process.exitCode = 1;
  }
} finally {
  await bigip.stop();
  rmSync(folder, { recursive: true, force: true });
}
