import { afterAll, beforeAll, expect, test } from 'vitest';
import { qualify } from '../../src/exasol/quote.js';
import { names } from '../../src/scripts/names.js';
import { runOnSandbox } from '../support/deploy.js';
import { createPredictionUdf } from '../support/prediction.js';
import { runCommand } from '../support/run-command.js';
import { openTarget, type Target } from '../support/target.js';
import { run } from '../support/training.js';

let target: Target;
let schema: string;

beforeAll(async () => {
  target = await openTarget();
  schema = target.schemaName('ENVIRONMENT');
});
afterAll(() => target?.stop());

const deploy = (...more: readonly string[]) => runOnSandbox(target, ['deploy', '--schema', schema, ...more]);
const proxy = 'http://ann:c4nary-proxy@127.0.0.1:9';

/** What a UDF of the deployment finds in its environment. */
async function readVariables(): Promise<unknown> {
  const driver = await target.connect();
  const request = `'{"services": [], "region": "eu-central-1", "bucket": null}'`;
  const [row] = await run(driver, `SELECT ${qualify(schema, names.networkCheckUdf)}(${request})`);
  return JSON.parse(String(row?.[0])).variables;
}

test('variables of the UDFs are set, shown, kept by later deployments and removed', async () => {
  const first = await deploy('--create-schema', '--udf-env', `HTTPS_PROXY=${proxy}`, '--udf-env', 'NO_PROXY=.internal');
  const shown = {
    language_alias: 'PYTHON3',
    udf_environment: { HTTPS_PROXY: '***@127.0.0.1:9', NO_PROXY: '.internal' },
  };
  expect(first).toMatchObject({ exitCode: 0, document: { data: { changed: true, ...shown } } });
  expect(await readVariables()).toEqual(['HTTPS_PROXY', 'NO_PROXY']);

  const again = await deploy();
  expect(again.document.data).toMatchObject({ changed: false, ...shown });
  const status = await runOnSandbox(target, ['status', '--schema', schema, '--exit-code']);
  expect(status).toMatchObject({ exitCode: 0, document: { data: { state: 'current', ...shown } } });

  const dryRun = await deploy('--dry-run', '--debug', '--udf-env', 'NO_PROXY=');
  expect(dryRun.document.data.sql).toContain('%env HTTPS_PROXY=***@127.0.0.1:9;');
  expect(await deploy('--debug', '--udf-env', 'NO_PROXY=')).toMatchObject({
    document: { data: { changed: true, udf_environment: { HTTPS_PROXY: '***@127.0.0.1:9' } } },
  });
  expect(await readVariables()).toEqual(['HTTPS_PROXY']);
  const refused = await deploy('--udf-env', 'HTTPS_PROXY=http://ann:c4nary;proxy@x');
  expect(refused).toMatchObject({ exitCode: 2, document: { error: { code: 'E-SME-480' } } });
  for (const { stdout, stderr } of [first, again, status, dryRun, refused]) {
    expect(stdout + stderr).not.toContain('c4nary');
  }
  expect((await deploy('--udf-env', 'HTTPS_PROXY=')).document.data).toMatchObject({ udf_environment: {} });
  expect(await readVariables()).toEqual([]);
});

test('the environment is in the text of deploy and status', async () => {
  await deploy('--create-schema', '--udf-env', `HTTPS_PROXY=${proxy}`);
  const { host, port, user, password, fingerprint } = target.exasol;
  const login = [
    '--host',
    host,
    '--port',
    String(port),
    '--user',
    user,
    '--pass',
    password,
    '--fingerprint',
    fingerprint,
  ];
  for (const command of ['deploy', 'status']) {
    const { stdout } = await runCommand([command, '--schema', schema, ...login]);
    expect(stdout).toContain(
      'Environment of the UDFs (NAME= in --udf-env removes one):\n  HTTPS_PROXY=***@127.0.0.1:9\n',
    );
  }
});

test('a prediction UDF that a Lua script creates has the variables', async () => {
  const driver = await target.connect();
  const where = target.schemaName('ENVIRONMENT_UDF');
  await run(driver, `CREATE SCHEMA ${where}`);
  const spec = {
    schema: where,
    name: 'P',
    endpoint_name: 'p',
    aws_region: 'eu-central-1',
    connection_name: 'C',
    input_columns: [{ name: 'X', type: 'DOUBLE' }],
    target_type: 'DOUBLE',
    problem_type: 'Regression',
  };
  await createPredictionUdf(driver, where, spec, '%env HTTPS_PROXY=http://127.0.0.1:9;\n');
  const rows = await run(
    driver,
    `SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = '${where}' AND SCRIPT_NAME = 'P'`,
  );
  expect(String(rows[0]?.[0])).toMatch(/^%env HTTPS_PROXY=http:\/\/127\.0\.0\.1:9;$/m);
});
