// Times what `render validate --watch` says of a change: from the moment a file is written to the end of the result.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** Milliseconds that each of the changes takes; the host of a Route in `file` is another one each time. */
export async function watchedChanges(cli, workspace, file, times) {
  const child = spawn(process.execPath, [cli, 'validate', '--watch', workspace], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  const told = lines(child.stderr);
  const text = readFileSync(file, 'utf8');
  const taken = [];
  try {
    await told();
    for (let time = 0; time < times; time++) {
      const changed = text.replace(/^ {2}host: .*$/m, `  host: change-${time}.example.com`);
      const begun = performance.now();
      writeFileSync(file, changed);
      await told();
      taken.push(performance.now() - begun);
    }
  } finally {
    child.kill('SIGINT');
    writeFileSync(file, text);
  }
  return taken;
}

/** A function that resolves with the next line. */
function lines(stream) {
  const waiting = [];
  const ready = [];
  let rest = '';
  stream.setEncoding('utf8').on('data', chunk => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    for (const line of parts) {
      const next = waiting.shift();
      if (next) next(line);
      else ready.push(line);
    }
  });
  return () => (ready.length > 0 ? Promise.resolve(ready.shift()) : new Promise(resolve => waiting.push(resolve)));
}
