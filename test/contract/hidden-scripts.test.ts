/** A user without EXECUTE on the scripts: the catalog hides them, but they are deployed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  await installScripts(driver, 'My "Scripts"');
  await run(driver, 'CREATE SCHEMA BARE');
  await run(driver, 'CREATE USER READER IDENTIFIED BY "Passw0rd_1"');
  await run(driver, 'GRANT CREATE SESSION TO READER');
});
afterAll(() => sandbox?.stop());

async function sme(commandLine: string, schema: string) {
  const settings = { ...makeSandboxEnvironment(sandbox), SME_CONNECTION: 'AWS' };
  const env = { ...settings, EXASOL_USER: 'READER', EXASOL_PASSWORD: 'Passw0rd_1', EXASOL_SCHEMA: schema };
  const { exitCode, stdout } = await runCommand([...commandLine.split(' '), '--json', '--no-config'], { env });
  return { exitCode, document: JSON.parse(stdout) };
}

const commandLines = [
  'train SALES.T --target T --yes',
  'watch j',
  'jobs',
  'candidates j',
  'report j --output -',
  'stop j --yes',
  'endpoint create j --instance-type ml.m5.large --yes',
  'endpoint list',
  'endpoint delete e --yes',
  'predict e SALES.T',
  'cleanup --dry-run',
];

describe.each([...commandLines, 'status', 'undeploy --yes'])('sme %s', (commandLine) => {
  test('reports that the scripts are not visible, and names the grant', async () => {
    const { exitCode, document } = await sme(commandLine, '"My ""Scripts"""');
    expect(document.error).toMatchObject({
      code: 'E-SME-302',
      message: expect.stringContaining('deployed, but not visible to you'),
      mitigation: 'Ask an administrator to run: GRANT EXECUTE ON SCHEMA "My ""Scripts""" TO "READER";',
    });
    expect(exitCode).toBe(4);
  });
});

test.each(commandLines)('sme %s reports a schema without scripts', async (commandLine) => {
  expect((await sme(commandLine, 'BARE')).document.error).toMatchObject({ code: 'E-SME-230' });
});

test('sme status and sme undeploy accept a schema without scripts', async () => {
  expect((await sme('status', 'BARE')).document.data.state).toBe('not_deployed');
  expect((await sme('undeploy --yes', 'BARE')).document.data.changed).toBe(false);
});
