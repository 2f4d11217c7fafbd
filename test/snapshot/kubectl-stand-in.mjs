// Stands in for kubectl on machines without it, as far as `render snapshot` uses it: contexts of a kubeconfig written as JSON, and
// raw reading over http. Its words are those of kubectl 1.32; the tests beside it hold whichever of the two there is to them.
import { readFileSync } from 'node:fs';
import { get } from 'node:http';

const options = Object.fromEntries(
  process.argv
    .slice(2)
    .filter(argument => argument.startsWith('--') && argument.includes('='))
    .map(argument => argument.slice(2).split(/=(.*)/s)),
);
const words = process.argv.slice(2).filter(argument => !argument.startsWith('--'));

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function readConfig() {
  const path = options.kubeconfig ?? process.env.KUBECONFIG ?? '';
  let text = '{}';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // A file that is not there is an empty one.
  }
  try {
    return JSON.parse(text);
  } catch {
    return fail(`error: error loading config file "${path}": yaml: line 1: did not find expected node content`);
  }
}

const { contexts = [], clusters = [] } = readConfig();
if (words[0] === 'config') {
  for (const { name } of contexts) console.log(name);
  process.exit(0);
}
const found = contexts.find(({ name }) => name === options.context);
if (!found) fail(`error: context "${options.context}" does not exist`);
const { server } = clusters.find(({ name }) => name === found.context.cluster).cluster;
const timeout = Number.parseInt(options['request-timeout'], 10) * 1000;
const path = process.argv.at(-1);

const request = get(`${server}${path}${path.includes('?') ? '&' : '?'}timeout=${timeout / 1000}s`, response => {
  const chunks = [];
  response.on('data', chunk => chunks.push(chunk));
  response.on('end', () => answer(response.statusCode, Buffer.concat(chunks).toString()));
});
request.setTimeout(timeout, () =>
  fail('Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)'),
);
request.on('error', () =>
  fail(`The connection to the server ${new URL(server).host} was refused - did you specify the right host or port?`),
);

function answer(status, body) {
  if (status < 300) return process.stdout.write(body, () => process.exit(0));
  if (status === 401) return fail('error: You must be logged in to the server (Unauthorized)');
  let said;
  try {
    said = JSON.parse(body);
  } catch {
    said =
      status === 404
        ? { reason: 'NotFound', message: 'the server could not find the requested resource' }
        : {
            reason: 'InternalError',
            message: `an error on the server (${JSON.stringify(body)}) has prevented the request from succeeding`,
          };
  }
  return fail(`Error from server (${said.reason}): ${said.message}`);
}
