// `npm run bench [-- --json] [-- part …]`: ratios measured in one run on this machine. Absolute numbers depend on the machine.
import { cpus } from 'node:os';

const parts = {
  start_up: async () => (await import('./start-up.mjs')).benchStartUp(),
  deployment: async () => (await import('./deployment.mjs')).benchDeployment(),
  export: async () => (await import('./export.mjs')).benchExport(),
  poll: async () => (await import('./poll.mjs')).benchPoll(),
  prediction: async () => (await import('./prediction.mjs')).benchPrediction(),
  batch: async () => (await import('./batch.mjs')).benchBatch(),
};

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part '${unknown.join("', '")}'. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const report = { machine: { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' } };
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (!json) console.log(`\n${name}`);
  report[name] = await measure();
  if (!json) console.dir(report[name], { depth: null });
}
if (json) console.log(JSON.stringify(report, null, 2));
