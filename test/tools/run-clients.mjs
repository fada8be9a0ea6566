// `npm run test:clients [client …]`: installs clients of Exasol from the package index below .cache, runs their cases on the sandbox, and
// prints the pass rate. Exit code 1 if a case failed.
import { startSandbox } from '../../src/sandbox/index.ts';
import { clients, installClient, runCases } from '../clients/clients.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !clients.some((client) => client.name === name));
if (unknown.length > 0) {
  console.error(`Unknown client '${unknown.join("', '")}'. Clients: ${clients.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

let passed = 0;
let total = 0;
const sandbox = await startSandbox({ nodes: 2 });
try {
  for (const client of clients.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    console.log(`\n${client.name} (${client.requirements.join(', ')})`);
    const python = await installClient(client);
    for await (const { case: title, error } of runCases(client, python, sandbox.exasol)) {
      total += 1;
      if (error === null) passed += 1;
      console.log(`  ${error === null ? 'passed' : 'FAILED'}  ${title}`);
      if (error !== null) console.log(error.replace(/^/gm, '          '));
    }
  }
} finally {
  await sandbox.stop();
}
console.log(`\n${passed} of ${total} cases passed`);
process.exitCode = passed === total && total > 0 ? 0 : 1;
