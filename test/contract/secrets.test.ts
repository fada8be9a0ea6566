import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeAutoMLJobV2Command,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListAutoMLJobsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import type { Command } from 'commander';
import selfsigned from 'selfsigned';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type DocumentName, documents } from '../../src/documents/documents.js';
import { makeProgram } from '../../src/program.js';
import { type Canary, CanaryFinder } from '../support/canaries.js';
import { seenDocuments } from '../support/check-documents.js';
import type { Attempt } from '../support/command-case.js';
import { listCommandCases } from '../support/every-command.js';
import { connectSageMaker } from '../support/live-aws.js';
import { listRejectedForms } from '../support/rejected-credentials.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { listHosting } from '../support/serving.js';
import { createChurnTable, run } from '../support/training.js';

/** Secrets with characters that SQL, JSON, URLs and shells escape, around letters that no escaping changes. */
const secrets = {
  password: `p'w"+/\\é%KanarieDatabasePassword;$x`,
  dsnPassword: `d:@/?#KanarieDsnPassword&'"`,
  wrongPassword: `KanarieWrongPassword'"`,
  token: 'eyJhbGciOi.KanarieAccessToken.x_y-z',
  awsSecret: 'wJalr+Utn/KanarieAwsSecretAccess/K7MDENG+bPx',
  sessionToken: 'IQoJb3JpZ2luX2VjKanarieSessionToken+/==',
};
const canaries: Canary[] = Object.entries(secrets).map(([name, value]) => ({ name, value }));

const nowhere = { write() {} };
const noInput = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const world = { env: {}, cwd: import.meta.dirname, signal: new AbortController().signal };
const program = makeProgram({ stdin: noInput, stdout: nowhere, stderr: nowhere, ...world });

/** Calls of every command, by the words of the command. */
const listLeaves = (command: Command, path: readonly string[]): readonly (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands
        .filter((child) => child.name() !== 'help')
        .flatMap((child) => listLeaves(child, [...path, child.name()]));
const leaves = new Map(listLeaves(program, []));

const folder = await mkdtemp(join(tmpdir(), 'sme-secrets-'));
const sandbox: TestSandbox = await startTestSandbox({
  timings: { jobPhase: 300, jobStop: 50, endpointCreate: 50, endpointDelete: 50 },
});
const { exasol } = sandbox;
const cases = listCommandCases({ folder, secrets, address: `${exasol.host}:${exasol.port}` });
let environment: Record<string, string>;
const statements: string[] = [];
const realSend = WebSocket.prototype.send;

beforeAll(async () => {
  environment = {
    ...makeSandboxEnvironment(sandbox),
    EXASOL_USER: 'OPS',
    EXASOL_PASSWORD: secrets.password,
    EXASOL_SCHEMA: 'SME',
    SME_CONNECTION: 'AWS',
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'aws'),
  };
  const driver = await sandbox.connect();
  const quote = (password: string) => `"${password.replaceAll('"', '""')}"`;
  await run(driver, `CREATE USER OPS IDENTIFIED BY ${quote(secrets.password)}`);
  await run(driver, `CREATE USER DSN_USER IDENTIFIED BY ${quote(secrets.dsnPassword)}`);
  await run(driver, 'GRANT DBA TO OPS');
  await run(driver, 'GRANT CREATE SESSION TO DSN_USER');
  for (const schema of ['SALES', 'BARE', 'FOREIGN']) await run(driver, `CREATE SCHEMA ${schema}`);
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  canaries.push({ name: 'AWS secret of the sandbox', value: sandbox.aws.secretAccessKey });
  await mkdir(join(folder, 'empty'));
  const parameters = {
    job_name: 'from-file',
    target_attribute_name: 'CHURN',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'CUSTOMERS',
  };
  await writeFile(join(folder, 'training.json'), JSON.stringify(parameters));
  await writeFile(join(folder, 'broken.json'), `{"password": "${secrets.awsSecret}" "x": 1}`);
  await writeFile(join(folder, 'broken.toml'), `[dev]\npassword = "${secrets.wrongPassword}x\n`);
  await writeFile(join(folder, 'password'), `${secrets.password}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'aws'), `[profile broken]\nregion = x\naws_secret_access_key = ${secrets.awsSecret}\n`);
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function (this: WebSocket, data, ...rest: unknown[]) {
    if (typeof data === 'string' && /"sqlTexts?":/.test(data)) statements.push(data);
    return Reflect.apply(realSend, this, [data, ...rest]);
  });
  const generate = selfsigned.generate;
  vi.spyOn(selfsigned, 'generate').mockImplementation(async (...call: Parameters<typeof generate>) => {
    const made = await generate(...call);
    const key = made.private.split('\n').find((line) => line.length > 60 && !line.startsWith('-')) ?? '';
    canaries.push({ name: 'key of a certificate', value: key });
    return made;
  });
});

/** Keys that the sandbox prints on purpose: they are the same in every sandbox and valid on this machine only. */
const known = (words: string, found: readonly string[]) =>
  words.startsWith('sandbox') ? found.filter((name) => name !== 'AWS secret of the sandbox') : found;

/** The most verbose output, for people and for programs. */
const forms = [['--debug'], ['--json', '--debug']];
/** For a call that fails: with --json, document and stderr both report it. */
const bothAtOnce = forms.slice(-1);

/** Makes calls in every form and searches their output. @throws Error with every call that has an unexpected exit code or prints a secret */
async function makeCalls(attempts: readonly Attempt[], inForms: readonly (readonly string[])[] = forms): Promise<void> {
  const faults: string[] = [];
  for (const { args, exitCode, env = {}, piped, until, isOnce = false } of attempts) {
    for (const form of isOnce ? inForms.slice(-1) : inForms) {
      const interruption = new AbortController();
      const words = [...args, ...form];
      const interrupt = (text: string) => {
        if (until !== undefined && text.includes(until)) interruption.abort();
      };
      const said = await runCommand(words, {
        cwd: join(folder, 'empty'),
        env: { ...environment, ...env },
        piped: piped ?? secrets.password,
        signal: interruption.signal,
        onStdout: interrupt,
        onStderr: interrupt,
      });
      const text = said.stdout + said.stderr;
      const leaks = known(words[0] ?? '', new CanaryFinder(canaries).find(text));
      if (said.exitCode !== exitCode) {
        faults.push(`${words.join(' ')}: exit ${said.exitCode}, not ${exitCode}: ${said.stderr}`);
      }
      if (leaks.length > 0) faults.push(`${words.join(' ')}: gives away ${leaks.join(', ')}: ${text}`);
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

test('covers every command', () => {
  expect([...leaves.keys()].filter((words) => cases[words] === undefined)).toEqual([]);
});

describe.each(Object.entries(cases))('sme %s', (words, { works, fails }) => {
  const command = words.split(' ');

  test('prints no secret when it succeeds', () => makeCalls(works));

  test('prints no secret when it fails', async () => {
    await makeCalls(fails, bothAtOnce);
  });

  test('prints no secret when it is called incorrectly', async () => {
    await makeCalls([{ args: [...command, `--passs=${secrets.wrongPassword}`], exitCode: 2 }], bothAtOnce);
  });

  const connects = leaves.get(words)?.options.some(({ long }) => long === '--host') === true;
  if (connects && works.length > 0 && !['config', 'profile'].includes(command[0] ?? '')) {
    test('prints no secret when the database is unreachable or rejects the login', async () => {
      const [call] = works;
      const fail = (exitCode: number, env: Attempt['env']): Attempt => ({
        args: call?.args ?? [],
        exitCode: words === 'doctor' ? 3 : exitCode,
        env: { ...env },
      });
      const attempts = [
        fail(4, { EXASOL_PASSWORD: secrets.wrongPassword }),
        fail(4, { EXASOL_PASSWORD: '', EXASOL_ACCESS_TOKEN: secrets.token }),
        fail(5, { EXASOL_PORT: '1' }),
        fail(5, { EXASOL_HOST: 'no-such-host.invalid' }),
        fail(5, { EXASOL_FINGERPRINT: 'AB'.repeat(32) }),
      ];
      await makeCalls(attempts, bothAtOnce);
    });
  }
});

describe.each(Object.entries(listRejectedForms(secrets, sandbox.aws)))(
  'with %s that AWS rejects',
  (_form, { user, password }) => {
    const alter = async (keys: { readonly user: string; readonly password: string }) => {
      const { bucket, region } = sandbox.aws;
      const address = `https://${bucket}.s3.${region}.amazonaws.com`;
      const driver = await sandbox.connect();
      const value = keys.password.replaceAll("'", "''");
      await run(driver, `ALTER CONNECTION AWS TO '${address}' USER '${keys.user}' IDENTIFIED BY '${value}'`);
    };
    beforeAll(() => alter({ user, password }));
    afterAll(() => alter({ user: sandbox.aws.accessKeyId, password: sandbox.aws.secretAccessKey }));

    test.each(Object.entries(cases).filter(([, { usesAws }]) => usesAws !== undefined))(
      'sme %s prints no secret',
      async (_words, { usesAws = [] }) => {
        await makeCalls(usesAws, bothAtOnce);
      },
    );
  },
);

/** Documents of commands that other tests run to their end. */
const printedElsewhere = [
  'demo',
  'endpoint.rollback',
  'sandbox',
  'sandbox.load',
  'sandbox.status',
  'sandbox.stop',
  'version',
];

describe('after all calls', () => {
  test('every JSON document was printed and had the form of its schema', () => {
    const missing = Object.keys(documents).filter((name) => !seenDocuments.has(name as DocumentName));
    expect(missing.sort()).toEqual(printedElsewhere);
  });

  const find = (text: string) => new CanaryFinder(canaries).find(text);

  test('statements contain a secret only after IDENTIFIED BY', () => {
    const masked = statements.map((text) => text.replaceAll(/(IDENTIFIED BY )'(?:[^']|'')*'/g, "$1'***'"));
    expect(masked.length).toBeGreaterThan(100);
    expect(masked.filter((text) => find(text).length > 0)).toEqual([]);
    expect(statements.some((text) => find(text).includes('awsSecret'))).toBe(true);
  });

  test('no readable table contains a secret', async () => {
    const driver = await sandbox.connect();
    await run(driver, 'FLUSH STATISTICS');
    const own = "SELECT TABLE_SCHEMA, TABLE_NAME FROM SYS.EXA_ALL_TABLES WHERE TABLE_NAME LIKE 'SME_%'";
    const tables = await run(driver, `SELECT SCHEMA_NAME, OBJECT_NAME FROM SYS.EXA_SYSCAT UNION ALL ${own}`);
    expect(tables).toContainEqual(['SYS', 'EXA_ALL_SCRIPTS']);
    expect(tables).toContainEqual(['EXA_STATISTICS', 'EXA_DBA_AUDIT_SQL']);
    expect(tables).toContainEqual(['SME', 'SME_METADATA_AUTOPILOT_JOBS']);
    const leaks: string[] = [];
    for (const [schema, table] of tables) {
      const found = find(JSON.stringify(await run(driver, `SELECT * FROM "${schema}"."${table}"`)));
      if (found.length > 0) leaks.push(`${schema}.${table}: ${found.join(', ')}`);
    }
    expect(leaks).toEqual([]);
  });

  test('nothing in SageMaker contains a secret', async () => {
    const client = connectSageMaker(sandbox.aws);
    const { AutoMLJobSummaries = [] } = await client.send(new ListAutoMLJobsCommand({ MaxResults: 100 }));
    const { models, configs, endpoints } = await listHosting(client);
    expect(AutoMLJobSummaries.length).toBeGreaterThan(0);
    const described = await Promise.all([
      ...AutoMLJobSummaries.map(({ AutoMLJobName }) => client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName }))),
      ...models.map((ModelName) => client.send(new DescribeModelCommand({ ModelName }))),
      ...configs.map((EndpointConfigName) => client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }))),
      ...endpoints.map((EndpointName) => client.send(new DescribeEndpointCommand({ EndpointName }))),
    ]);
    const arn = /"(?:AutoMLJob|Model|EndpointConfig|Endpoint)Arn":"([^"]+)"/g;
    const arns = [...JSON.stringify(described).matchAll(arn)].map(([, found]) => found);
    const tags = await Promise.all(
      [...new Set(arns)].map((ResourceArn) => client.send(new ListTagsCommand({ ResourceArn }))),
    );
    expect(JSON.stringify(tags)).toContain('exasol:');
    client.destroy();
    expect(find(JSON.stringify([described, tags]))).toEqual([]);
  });

  test('only the files that were given a secret contain one, and only their owner can read them', async () => {
    const withSecret = new Set(['profiles.toml', 'broken.toml', 'broken.json', 'password', 'aws']);
    const names = await readdir(folder, { recursive: true });
    expect(names).toContain(join('sql', 'GRANTS.sql'));
    for (const name of names) {
      const path = join(folder, name);
      const found = await stat(path);
      if (found.isFile() && !withSecret.has(name))
        expect({ name, leaks: find(await readFile(path, 'utf8')) }).toEqual({ name, leaks: [] });
    }
    expect((await stat(join(folder, 'profiles.toml'))).mode & 0o077).toBe(0);
  });
});
