/** The grants in doc/user_guide/grants_and_iam.md: each is necessary, and together they are sufficient for deployers and users. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';

let sandbox: TestSandbox;
/** Runs a statement as the administrator. */
let execute: (sql: string) => Promise<void>;
let deployer: (...args: readonly string[]) => ReturnType<typeof runCommand>;
let user: (...args: readonly string[]) => ReturnType<typeof runCommand>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  execute = async (sql) => {
    const outcome = await runStatement(driver, sql);
    if (outcome.kind === 'error') {
      throw new Error(`${outcome.sqlCode}: ${outcome.text}\n${sql}`);
    }
  };
  const shared = {
    ...makeSandboxEnvironment(sandbox),
    EXASOL_SCHEMA: 'ML',
    SME_CONNECTION: 'AWS',
    SME_OUTPUT_PATH: 'm',
  };
  const runAs =
    (name: string) =>
    (...args: readonly string[]) =>
      runCommand(args, { env: { ...shared, EXASOL_USER: name, EXASOL_PASSWORD: 'Canary_pass_1' } });
  deployer = runAs('deployer');
  user = runAs('ann');
  for (const sql of [
    // hides schemas from users without a privilege on them, as careful administrators do
    'REVOKE USE ANY SCHEMA FROM PUBLIC',
    'CREATE SCHEMA SALES',
    `CREATE TABLE SALES.CUSTOMERS AS SELECT LEVEL AS A, MOD(LEVEL * 7, 13) AS B,
       CASE WHEN MOD(LEVEL, 3) = 0 THEN 'x' ELSE 'y' END AS C FROM DUAL CONNECT BY LEVEL <= 600`,
    ...['DEPLOYER', 'ANN'].flatMap((name) => [
      `CREATE USER ${name} IDENTIFIED BY "Canary_pass_1"`,
      `GRANT CREATE SESSION TO ${name}`,
    ]),
  ]) {
    await execute(sql);
  }
});
afterAll(() => sandbox?.stop());

const train = ['train', 'SALES.CUSTOMERS', '--target', 'C', '--yes', '--job-name'];
const createEndpoint = [
  'endpoint',
  'create',
  'good',
  '--prediction-schema',
  'OWN',
  '--instance-type',
  'ml.m5.large',
  '--yes',
];

const predictBatch = [
  ...['predict', 'good', 'SALES.CUSTOMERS', '--batch', '--into', 'OWN.SCORES', '--key-columns', 'A'],
  ...['--instance-type', 'ml.m5.large', '--interval', '200ms', '--yes'],
];

describe('the documented grants', () => {
  test.each([
    ['CREATE SCHEMA', 'deploy'],
    ['CREATE TABLE', 'deploy'],
    ['CREATE SCRIPT', 'deploy'],
    ['CREATE CONNECTION', 'connection'],
  ])('include %s, which the error of sme %s names to the deployer', async (privilege, command) => {
    const work = () =>
      command === 'deploy' ? deployer('deploy', '--create-schema') : deployer('connection', 'create', 'AWS', '--yes');
    if (command === 'connection') {
      expect((await deployer('deploy', '--create-schema')).exitCode).toBe(0);
    }
    const refused = await work();
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain(`GRANT ${privilege} TO "DEPLOYER";`);
    await execute(`GRANT ${privilege} TO DEPLOYER`);
    if (command === 'connection') {
      expect((await work()).exitCode).toBe(0);
    }
  });

  test('can be given by the deployer for schema and connection, and by an administrator for the rest', async () => {
    const driver = await sandbox.connect({ user: 'deployer', password: 'Canary_pass_1' });
    const { stdout } = await deployer('deploy', '--json');
    const { grants }: { grants: readonly string[] } = JSON.parse(stdout).data;
    expect(grants).toHaveLength(12);
    await execute('GRANT CREATE SCHEMA TO ANN');
    await runStatement(await sandbox.connect({ user: 'ann', password: 'Canary_pass_1' }), 'CREATE SCHEMA OWN');
    const filled = grants.map((grant) =>
      grant.replace('<USER_OR_ROLE>', 'ANN').replace('<CONNECTION>', 'AWS').replace('<PREDICTION_SCHEMA>', 'OWN'),
    );
    for (const grant of filled) {
      const outcome = await runStatement(driver, grant);
      const isSystemPrivilege = /^GRANT (EXPORT|IMPORT|CREATE (SCRIPT|TABLE)) /.test(grant);
      expect(outcome.kind, grant).toBe(isSystemPrivilege ? 'error' : 'rowCount');
    }
    await execute('GRANT EXPORT, IMPORT, CREATE TABLE, CREATE SCRIPT TO ANN');
    await execute('GRANT USAGE ON SCHEMA SALES TO ANN');
    await execute('GRANT SELECT ON SALES.CUSTOMERS TO ANN');
  });

  test('are sufficient to train, create an endpoint and predict', async () => {
    for (const args of [
      [...train, 'good', '--max-candidates', '1', '--wait', '--interval', '1s'],
      ['jobs'],
      ['candidates', 'good'],
      [...createEndpoint, '--wait', '--interval', '1s'],
      ['predict', 'good', 'SALES.CUSTOMERS', '--limit', '2'],
      ['endpoint', 'list'],
      predictBatch,
      ['batch', 'list'],
      ['doctor', '--only', 'privileges,scripts,bucket'],
    ]) {
      const run = await user(...args);
      expect(run, `${args.join(' ')}\n${run.stderr}`).toMatchObject({ exitCode: 0 });
    }
  });

  test.each([
    ['USAGE ON SCHEMA ML', ['jobs'], 'E-SME-302'],
    ['USAGE ON SCHEMA ML', ['status'], 'E-SME-16'],
    ['EXECUTE ON SCHEMA ML', [...train, 'n1'], 'E-SME-302'],
    ['SELECT ON ML.SME_METADATA_AUTOPILOT_JOBS', ['jobs'], 'E-SME-72'],
    ['SELECT ON ML.SME_METADATA_AUTOPILOT_JOBS', ['candidates', 'good'], 'E-SME-14'],
    ['INSERT ON ML.SME_METADATA_AUTOPILOT_JOBS', [...train, 'n2'], 'E-SME-72'],
    ['UPDATE ON ML.SME_METADATA_AUTOPILOT_JOBS', [...train, 'n2'], 'E-SME-72'],
    ['DELETE ON ML.SME_METADATA_AUTOPILOT_JOBS', [...train, 'n3'], 'E-SME-72'],
    ['SELECT ON ML.SME_METADATA_AUTOPILOT_ENDPOINTS', ['endpoint', 'list'], 'E-SME-14'],
    ['INSERT ON ML.SME_METADATA_AUTOPILOT_ENDPOINTS', [...createEndpoint, '--name', 'n4'], 'E-SME-154'],
    ['UPDATE ON ML.SME_METADATA_AUTOPILOT_ENDPOINTS', [...createEndpoint, '--name', 'n5'], 'E-SME-154'],
    ['DELETE ON ML.SME_METADATA_AUTOPILOT_ENDPOINTS', [...createEndpoint, '--name', 'n6'], 'E-SME-154'],
    ['SELECT ON ML.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS', ['batch', 'list'], 'E-SME-387'],
    ['INSERT ON ML.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS', predictBatch, 'E-SME-387'],
    ['UPDATE ON ML.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS', predictBatch, 'E-SME-387'],
    ['DELETE ON ML.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS', predictBatch, 'E-SME-387'],
    ['IMPORT', predictBatch, 'E-SME-408'],
    ['CREATE TABLE', predictBatch, 'E-SME-395'],
    ['EXPORT', [...train, 'n7'], 'E-SME-70'],
    ['CONNECTION AWS', [...train, 'n8'], 'E-SME-70'],
    ['ACCESS ON CONNECTION AWS FOR SCHEMA ML', [...train, 'n9'], 'E-SME-90'],
    ['CREATE SCRIPT', [...createEndpoint, '--name', 'n10'], 'E-SME-167'],
    ['ACCESS ON CONNECTION AWS FOR SCHEMA OWN', ['predict', 'good', 'SALES.CUSTOMERS'], 'E-SME-90'],
    ['ACCESS ON CONNECTION AWS FOR SCHEMA OWN', [...createEndpoint, '--name', 'n12'], 'E-SME-273'],
    ['SELECT ON SALES.CUSTOMERS', [...train, 'n11'], 'E-SME-234'],
    ['USAGE ON SCHEMA SALES', ['data', 'check', 'SALES.CUSTOMERS', '--target', 'C'], 'E-SME-234'],
  ])('include %s, which is the only grant that an error names if it is missing', async (grant, args, code) => {
    await execute(`REVOKE ${grant} FROM ANN`);
    try {
      const { exitCode, stderr } = await user(...args);
      expect(exitCode, stderr).not.toBe(0);
      expect(stderr).toContain(`${code}: `);
      const named = stderr.replaceAll('"', '').match(/GRANT [^;]*;/g);
      expect(named, stderr).toEqual([`GRANT ${grant} TO ANN;`]);
      if (!/SALES|USAGE/.test(grant)) {
        const { stdout } = await user('doctor', '--only', 'privileges', '--json');
        const [check] = JSON.parse(stdout).data.checks;
        expect(check.mend.replaceAll('"', '')).toBe(`GRANT ${grant} TO ANN;`);
      }
    } finally {
      await execute(`GRANT ${grant} TO ANN`);
    }
  });

  test("include CREATE VIEW and the user's own open schema for a training on a query", async () => {
    const driver = await sandbox.connect({ user: 'ann', password: 'Canary_pass_1' });
    await runStatement(driver, 'OPEN SCHEMA OWN');
    const { roleArn, region, bucket } = sandbox.aws;
    const parameters = {
      job_name: 'query',
      aws_credentials_connection_name: 'AWS',
      aws_region: region,
      iam_sagemaker_role: roleArn,
      s3_bucket_uri: `s3://${bucket}`,
      s3_output_path: 'm',
      input_query: 'SELECT A, C FROM SALES.CUSTOMERS',
      target_attribute_name: 'C',
      max_candidates: 1,
    };
    const sql = `EXECUTE SCRIPT ML.SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT('${JSON.stringify(parameters)}')`;
    expect(await runStatement(driver, sql)).toMatchObject({ text: expect.stringContaining('E-SME-68') });
    await execute('GRANT CREATE VIEW TO ANN');
    expect(await runStatement(driver, sql)).toMatchObject({ kind: 'resultSet' });
  });

  test('are sufficient for the creator of an endpoint to delete it', async () => {
    const run = await user('endpoint', 'delete', 'good', '--yes');
    expect(run, run.stderr).toMatchObject({ exitCode: 0 });
  });
});
