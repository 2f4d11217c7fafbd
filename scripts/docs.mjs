// node scripts/docs.mjs [--check]: writes what documents show of the program: the output of commands between the markers
// `<!-- output: <command> -->` and `<!-- end -->`, and docs/rules.md from src/rules. `output(17,8):` keeps the first 17 and the
// last 8 lines. With `--check` it writes nothing and fails when something is out of date. It needs dist/; commands run in the
// repository root, without colours.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function main() {
  if (!existsSync(join(root, 'dist/cli.mjs'))) return fail('dist/ is missing: run `node scripts/build.mjs` first');
  // One of the commands renders the example: while checking it must find nothing to write.
  if (check && run('render build fixtures/example --check').status !== 0)
    return fail('fixtures/example/rendered is out of date: run `npm run example`, and look at what changes');
  return rulesPage().then(page => {
    const texts = { 'docs/rules.md': page };
    for (const path of handWritten()) texts[path] = withOutputs(path, readFileSync(join(root, path), 'utf8'));
    const stale = Object.entries(texts).filter(([path, text]) => readText(path) !== text);
    if (!check) for (const [path, text] of stale) writeFileSync(join(root, path), text);
    for (const [path] of stale) console.log(`${path} ${check ? 'is out of date' : 'is written'}`);
    if (check && stale.length > 0) fail('run `node scripts/docs.mjs`, and look at what changes');
  });
}

function handWritten() {
  const pages = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md') && name !== 'rules.md');
  return ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...pages.sort().map(name => `docs/${name}`)];
}

function readText(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

/** Fills every block between two markers. The command is shown first, as it would be typed. */
function withOutputs(path, text) {
  const opened = text.split('<!-- output').length;
  const blocks = /(<!-- output(?:\((\d+),(\d+)\))?: (.+) -->)\n[\s\S]*?<!-- end -->/g;
  let filled = 1;
  const result = text.replace(blocks, (_, marker, first, last, command) => {
    filled++;
    const { stdout, status } = run(command);
    if (status === null || status > 1) throw new Error(`${path}: ${command} exits with ${status}: ${stdout}`);
    const language = command.endsWith('.json') ? 'json' : 'console';
    const lines = stdout.trimEnd().split('\n');
    if (first) lines.splice(Number(first), lines.length - Number(first) - Number(last), '', '[…]', '');
    if (language === 'console') lines.unshift(`$ ${command}`);
    return `${marker}\n\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n<!-- end -->`;
  });
  if (filled !== opened) throw new Error(`${path}: a marker is not closed`);
  return result;
}

/**
 * Both streams of a command, as a terminal shows them. `render` is the built command. Of `npm run` the last step is run:
 * setup and build before it would take `dist/` away from tests that run at the same time.
 */
function run(command) {
  const real = command
    .replace(/^npm run (\w+)/, (_, name) => scripts[name].split(' && ').at(-1))
    .replace(/^render\b/, 'node dist/cli.mjs');
  const { FORCE_COLOR: _, ...rest } = process.env;
  const env = { ...rest, NO_COLOR: '1', COLUMNS: '80' };
  return spawnSync(`${real} 2>&1`, { cwd: root, env, shell: true, encoding: 'utf8' });
}

/** The rules and their words as the program has them: bundled in memory, since they are TypeScript. */
async function loadRules() {
  const result = await build({
    stdin: {
      contents: "export { rules } from './src/rules/index.ts'; export { ruleWords } from './src/rules/words.ts';",
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  const [{ contents }] = result.outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`);
}

/** Titles of the sections that rules name. */
const sectionTitles = {
  design: 'what cis-render itself asks for',
  '01 §1': 'arguments of the controller',
  '01 §2.1': 'extended ConfigMap: location, labels, decoding',
  '01 §2.2': 'extended ConfigMap: top-level keys',
  '01 §2.3': 'extended ConfigMap: clusters',
  '01 §2.4': 'extended ConfigMap: baseRouteSpec',
  '01 §2.5': 'extended ConfigMap: extendedRouteSpec',
  '01 §2.6': 'extended ConfigMap: errors',
  '01 §2.7': 'route groups, namespaces, tenants',
  '01 §2.8': 'local ConfigMap and override',
  '01 §4.1': 'effective mode',
  '01 §4.2': 'clusters, ratios, admin states',
  '01 §4.3': 'primary and secondary',
  '01 §4.4': 'multiClusterServices',
  '01 §4.5': 'backends of Routes',
  '01 §4.6': 'backends of custom resources',
  '01 §4.7': 'A/B and ratio distribution',
  '01 §4.8': 'which members go into a pool',
  '01 §5.1': 'Routes: selection, order, claims on hosts and paths',
  '01 §5.2': 'Routes: validation',
  '01 §5.3': 'Routes: from group to virtual servers',
  '01 §5.4': 'virtual server',
  '01 §5.5': 'port, pools, monitors',
  '01 §5.6': 'rules of the LTM policy',
  '01 §5.7': 'LTM policy: merge and order',
  '01 §5.8': 'rules in AS3',
  '01 §5.9': 'WAF',
  '01 §5.10': 'TLS',
  '01 §5.11': 'data groups',
  '01 §5.12': 'iRules',
  '01 §5.13': 'Policy',
  '01 §5.14': 'annotations of Routes',
  '01 §6': 'pool members',
  '01 §6.1': 'pool members: preconditions',
  '01 §6.2': 'pool members: endpoints of a Service',
  '01 §6.3': 'pool members by pool-member-type',
  '01 §6.4': 'pool members: target port',
  '01 §6.5': 'Nodes',
  '01 §6.6': 'pool members: miscellaneous',
  '01 §7.2': 'objects that share a name',
  '01 §9.2': 'plain Routes on the virtual server for TLS',
  '02 §0.3': 'what the API server fills in and refuses',
  '02 §1.1': 'custom resources: which are seen',
  '02 §1.2': 'custom resources: rejection',
  '02 §2': 'custom resources: fields',
  '02 §2.2': 'custom resources: pools and monitors',
  '02 §2.8': 'custom resources: limits of values',
  '02 §4.1': 'VirtualServers: candidates of a group',
  '02 §4.2': 'VirtualServers: groups',
  '02 §4.3': 'VirtualServers: virtual servers of a group',
  '02 §4.4': 'VirtualServers: httpTraffic',
  '02 §5.5': 'VirtualServers: rules',
  '02 §6.3': 'TLS objects',
  '02 §7': 'data groups of custom resources',
  '02 §8': 'TransportServer, IngressLink, LoadBalancer Service',
  '02 §8.2': 'IngressLink',
  '02 §8.3': 'Services of type LoadBalancer',
  '02 §11.2': 'tenants that are emptied or deleted',
  '02 §11.12': 'GSLB',
  '02 §12.2': 'A/B iRule',
  '02 §15.1': 'VirtualServers of several hosts on one address',
  '02 §15.5': 'A/B with names that miss',
  '02 §15.6': 'rewriteAppRoot with aliases',
  '02 §15.8': 'one CA bundle a tenant',
  '02 §15.9': 'default pool on TLS',
  '02 §15.14': 'names of default pools',
  '02 §17.2': 'IngressLink with several clusters',
  '02 §17.3': 'LoadBalancer Services with several clusters',
  '02 §17.7': 'unknown keys, objects defined twice',
  '02 §17.8': 'ExternalDNS',
  '02 §17.9': 'IPAM',
};

async function rulesPage() {
  const { rules: catalogue, ruleWords } = await loadRules();
  const rules = Object.entries(catalogue);
  const lines = rules.map(([id, { severity, section }]) => {
    const { message, hint } = ruleWords(id);
    return row([`\`${id}\``, severity, section, cell(message), cell(hint)]);
  });
  const bySection = new Map();
  for (const [id, { section }] of rules) bySection.set(section, [...(bySection.get(section) ?? []), `\`${id}\``]);
  const sections = [...bySection].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const count = severity => rules.filter(([, rule]) => rule.severity === severity).length;
  return `<!-- Generated by scripts/docs.mjs from src/rules: change the rules, not this. -->

# Rules

${rules.length} rules: ${count('error')} errors, ${count('warning')} warnings, ${count('info')} infos. The severity follows from the consequence: an **error** is
rejected, refused or lost traffic, a **warning** is ignored or surprising, an **info** is good to know. Errors make the exit code 1,
or 2 where \`render.yaml\` cannot be used; warnings and infos leave it at 0.

A section such as 01 §5.2 is one of the behavioural specification that cis-render is written after; the second table says what it
is about. \`design\` marks what cis-render itself asks for. \`<name>\` and the like stand for values. [Every rule but a few that no file can
show](../test/rule-exceptions.ts) has a workspace that raises it, in \`fixtures/rules/<id>\`.

| rule | severity | section | says | what to do |
| --- | --- | --- | --- | --- |
${lines.join('\n')}

## Rules by section

| section | about | rules |
| --- | --- | --- |
${sections.map(([section, ids]) => row([section, sectionTitles[section] ?? '', ids.join(', ')])).join('\n')}
`;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

/** Text as a cell of a table: nothing in it is taken for a column, a tag or emphasis. */
function cell(text) {
  return text.replace(/`[^`]*`|[|<*_]/g, found => (found.length > 1 ? found : `\\${found}`));
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

await main();
