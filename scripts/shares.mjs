// npm run shares [-- --examples DIR]: of what goes wrong in the goldens, for how much something is said at the resource; and of
// the views in which nothing goes wrong, which have an error all the same. Wrong is what a golden shows: a controller that does
// not run, a resource that is rejected or that it says nothing of, a pool without members. It lists what was missed, and those
// errors: a golden cannot tell whether a file means what it becomes, so somebody has to judge them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { render } = await import(join(root, 'dist/index.mjs'));
const { examples } = parseArgs({ options: { examples: { type: 'string' } } }).values;
const home = join(root, 'fixtures/conformance');

const wrong = { all: 0, said: 0 };
const right = { all: 0, alarmed: 0 };
const missed = [];
const alarms = [];

/** What goes wrong in a golden: words, and which finding tells of it. */
function wrongsOf({ outcome, statuses = {}, declaration }, resources) {
  if (outcome === 'refuses-to-start' || outcome === 'crashes')
    return [{ what: `the controller ${outcome}`, tells: ({ severity }) => severity === 'error' }];
  const about =
    (kind, namespace, name) =>
    ({ resource }) =>
      resource?.kind === kind && resource.namespace === namespace && resource.name === name;
  const of = (id, what) => {
    const [kind, key] = id.split(' ');
    const [namespace, name] = key.split('/');
    return { what: `${id} ${what}`, tells: about(kind, namespace, name) };
  };
  const rejected = Object.entries(statuses).flatMap(([id, { admitted, ok }]) =>
    (admitted ?? ok ?? true) ? [] : [of(id, 'is rejected')],
  );
  const unsaid = resources.filter(id => !(id in statuses)).map(id => of(id, 'has no status'));
  const empty = Object.values(declaration ?? {}).flatMap(tenant =>
    Object.entries(tenant?.Shared ?? {}).flatMap(([name, object]) =>
      object?.class === 'Pool' && !object.members
        ? [{ what: `pool ${name} is empty`, tells: ({ message }) => message.includes(name) }]
        : [],
    ),
  );
  return [...rejected, ...unsaid, ...empty];
}

async function look(goldens, workspaces) {
  for (const name of readdirSync(goldens).sort()) {
    const { findings, views } = await render(join(workspaces, name));
    for (const file of readdirSync(join(goldens, name)).sort()) {
      const cluster = file.replace(/\.json$/, '');
      const golden = JSON.parse(readFileSync(join(goldens, name, file), 'utf8'));
      const mine = findings.filter(finding => finding.views.length === 0 || finding.views.includes(cluster));
      const { resources = [] } = views.find(view => view.cluster === cluster) ?? {};
      const known = resources.map(({ kind, namespace, name: own }) => `${kind} ${namespace}/${own}`);
      const wrongs = wrongsOf(golden, known);
      wrong.all += wrongs.length;
      for (const { what, tells } of wrongs) {
        if (mine.some(tells)) wrong.said++;
        else missed.push(`${name} ${cluster}: ${what}`);
      }
      if (wrongs.length > 0) continue;
      right.all++;
      const errors = mine.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) right.alarmed++;
      for (const { rule, message } of errors) alarms.push(`${name} ${cluster}: ${message} [${rule}]`);
    }
  }
}

await look(join(home, 'goldens'), join(home, 'scenarios'));
if (examples) await look(join(examples, 'goldens'), join(examples, 'workspaces'));
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
if (missed.length > 0) console.log(`missed\n  ${missed.join('\n  ')}\n`);
if (alarms.length > 0) console.log(`errors in views in which nothing is rejected or empty\n  ${alarms.join('\n  ')}\n`);
console.log(`${wrong.said} of ${wrong.all} things that go wrong are told: ${percent(wrong.said, wrong.all)}`);
console.log(
  `${right.alarmed} of ${right.all} views in which nothing is rejected or empty have an error, listed above: ${percent(right.alarmed, right.all)}`,
);
