// The least that any renderer does: read every file, and turn a result of this size into JSON text.
// floor.mjs INPUT RESULT: RESULT/source names the directory whose declarations are the result.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [, , input, result] = process.argv;
function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}
let size = 0;
for (const file of files(input)) size += readFileSync(file, 'utf8').length;
for (const file of files(readFileSync(join(result, 'source'), 'utf8'))) {
  size += JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), undefined, 2).length;
}
process.exitCode = size > 0 ? 0 : 1;
