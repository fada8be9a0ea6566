import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import { RawClient } from '../support/raw-client.js';
import { runStatement, startTestSandbox } from '../support/sandbox.js';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

/** A separate folder for temporary files, to find files that a sandbox leaves behind. */
async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lifecycle-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  vi.stubEnv('TMPDIR', folder);
  return folder;
}

/** Python processes that this process has started, directly or indirectly. */
async function countOwnPythons(): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const processes = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const own = new Set([String(process.pid)]);
  for (const [pid = '', parent = ''] of processes) {
    if (own.has(parent)) {
      own.add(pid);
    }
  }
  return processes.filter(([pid = '', , command = '']) => own.has(pid) && command.includes('python')).length;
}

async function takePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('stops during a query, a script and a UDF, and leaves no files or processes', async () => {
  const folder = await makeTemporaryFolder();
  const sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  await driver.executeBatch([
    'CREATE SCHEMA S',
    'CREATE TABLE S.D (D DECIMAL(18,0))',
    'INSERT INTO S.D VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)',
    `CREATE LUA SCRIPT S.ENDLESS () RETURNS ROWCOUNT AS
while true do end`,
    // With a variable, so that it is a child of this process and not of the fork server.
    `CREATE PYTHON3 SCALAR SCRIPT S.ENDLESS_UDF () RETURNS INT AS
%env LIFECYCLE=1;
import time
def run(ctx):
    time.sleep(600)`,
  ]);
  const crossJoin = Array.from({ length: 12 }, (_, index) => `S.D T${index}`).join(', ');
  const sqlTexts = [
    `SELECT SUM(T0.D * T11.D) FROM ${crossJoin}`,
    'EXECUTE SCRIPT S.ENDLESS()',
    'SELECT S.ENDLESS_UDF() FROM DUAL',
  ];
  const clients = await Promise.all(sqlTexts.map(() => RawClient.open(sandbox.exasol)));
  for (const [index, client] of clients.entries()) {
    await client.logIn('sys', 'exasol');
    client.socket.send(JSON.stringify({ command: 'execute', sqlText: sqlTexts[index] }));
  }
  await expect.poll(countOwnPythons, { timeout: 60_000 }).toBe(1);
  await sandbox.stop();
  await Promise.all(clients.map((client) => client.closed));
  await expect(runStatement(driver, 'SELECT 1 FROM DUAL')).rejects.toThrow();
  expect(await countOwnPythons()).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

it('keeps tables, scripts, connections, users and objects in --data', async () => {
  await makeTemporaryFolder();
  const dataDir = await mkdtemp(join(tmpdir(), 'data-'));
  const first = await startTestSandbox({ dataDir });
  await (await first.connect()).executeBatch([
    'CREATE SCHEMA S',
    `CREATE TABLE S.T (ID DECIMAL(18,0), TXT VARCHAR(10))`,
    `INSERT INTO S.T VALUES (1, 'é')`,
    `CREATE LUA SCRIPT S.HELLO () RETURNS TABLE AS
exit({{'hello'}}, 'W VARCHAR(10)')`,
    `CREATE CONNECTION S3 TO 'https://${first.aws.bucket}.s3.${first.aws.region}.amazonaws.com' USER '${first.aws.accessKeyId}' IDENTIFIED BY '${first.aws.secretAccessKey}'`,
    `CREATE USER BOB IDENTIFIED BY "Secret_1"`,
    'GRANT CREATE SESSION TO BOB',
    `EXPORT S.T INTO CSV AT S3 FILE 'kept.csv'`,
  ]);
  await first.stop();

  const second = await startTestSandbox({ dataDir });
  cleanups.push(() => second.stop());
  const driver = await second.connect();
  expect(await runStatement(driver, 'SELECT * FROM S.T')).toMatchObject({ rows: [[1, 'é']] });
  expect(await runStatement(driver, 'EXECUTE SCRIPT S.HELLO()')).toMatchObject({ rows: [['hello']] });
  expect(await runStatement(driver, `IMPORT INTO S.T FROM CSV AT S3 FILE 'kept.csv'`)).toMatchObject({ rowCount: 1 });
  const bob = await second.connect({ user: 'bob', password: 'Secret_1' });
  expect(await runStatement(bob, 'SELECT CURRENT_USER FROM DUAL')).toMatchObject({ rows: [['BOB']] });
});

it.each(['port', 'awsPort'] as const)('fails if the %s is in use, and leaves nothing behind', async (option) => {
  const folder = await makeTemporaryFolder();
  await expect(startTestSandbox({ [option]: await takePort() })).rejects.toThrow(/EADDRINUSE/);
  expect(await readdir(folder)).toEqual([]);
});

it('aborts its start, and leaves nothing behind', async () => {
  const folder = await makeTemporaryFolder();
  const controller = new AbortController();
  const starting = startTestSandbox({ signal: controller.signal });
  controller.abort();
  await expect(starting).rejects.toThrow(/abort/i);
  expect(await readdir(folder)).toEqual([]);
});
