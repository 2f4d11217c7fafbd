import { readWorkspace, renderView, shownFindings } from './pipeline.ts';
import { emitWhole, declarationText } from './emit/index.ts';
const [, , cmd, dir, as, without] = process.argv;
const run = await readWorkspace(dir!);
const view = renderView(run, as!, without ? { without } : {});
if (cmd === 'status') console.log(JSON.stringify({ outcome: view.outcome, resources: view.statuses }));
else if (cmd === 'findings') for (const f of shownFindings([run.findings, view.findings])) console.log(`${f.position?.file}:${f.position?.line}:${f.position?.column} ${f.severity} ${f.rule} ${f.message}`);
else { const d = emitWhole(view, run.config.as3Version); if (d) for (const c of declarationText(d)) process.stdout.write(c); else console.log('null'); }
