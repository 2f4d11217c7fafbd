// Runs the stand-in for a BIG-IP as a process, until it is ended: node test/bigip/serve.mjs [STAND-IN OPTIONS AS JSON]
// Prints one line of JSON: url, username, password and the certificate; then a line for each change that AS3 has taken.
import { writeFileSync } from 'node:fs';
import { loadStandIn } from './load-stand-in.mjs';

const { StandIn } = await loadStandIn();
const standIn = await StandIn.start(JSON.parse(process.argv[2] ?? '{}'));
const { url, username, password, certificate } = standIn;
const say = value => writeFileSync(1, `${JSON.stringify(value)}\n`);
say({ url: url.href, username, password, certificate });
let told = 0;
setInterval(() => {
  for (const { method, path } of standIn.taken.slice(told)) say({ taken: `${method} ${path}` });
  told = standIn.taken.length;
}, 20);
