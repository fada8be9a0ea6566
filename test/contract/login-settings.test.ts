/** Logs in with a password full of special characters from every source of settings, and with IPv6 addresses. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeJwt } from '../support/jwt.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const password = `p@s:s/w%41rd#?&[x]'$1\\ `;

let sandbox: TestSandbox;
let folder: string;
/** `host:port` */
let address: string;
/** The flag that pins the certificate. */
let pin: readonly string[];

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { host, port, fingerprint } = sandbox.exasol;
  address = `${host}:${port}`;
  pin = ['--fingerprint', fingerprint];
  const driver = await sandbox.connect();
  for (const sql of [`CREATE USER WEIRD IDENTIFIED BY "${password}"`, 'GRANT CREATE SESSION TO WEIRD']) {
    expect(await runStatement(driver, sql)).toMatchObject({ kind: 'rowCount' });
  }
});
afterAll(() => sandbox?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sme-login-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Logs in, with an empty folder as home and working directory. */
async function logIn(args: readonly string[], { env = {}, ...more }: RunCommandOptions = {}) {
  const line = ['doctor', '--only', 'login', '--no-input', ...args];
  const run = await runCommand(line, { ...more, env: { HOME: folder, ...env }, cwd: folder });
  expect(run, run.stdout + run.stderr).toMatchObject({ exitCode: 0, stderr: '' });
  expect(run.stdout).toMatch(/^ok +login and version +Exasol \S+ as WEIRD\n/);
}

const write = async (path: string, text: string) => {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text, { mode: 0o600 });
  return join(folder, path);
};
const asWeird = () => ['--dsn', address, '--user', 'weird', ...pin];

test('accepts the password from a flag, the environment, stdin and a file', async () => {
  await logIn([...asWeird(), '--pass', password]);
  await logIn(asWeird(), { env: { EXASOL_PASSWORD: password } });
  await logIn([...asWeird(), '--password-stdin'], { piped: `${password}\r\n` });
  await logIn([...asWeird(), '--password-file', await write('password', `\uFEFF${password}\n`)]);
});

test('accepts the encoded password in the URL of a DSN', async () => {
  const { fingerprint } = sandbox.exasol;
  await logIn(['--dsn', `exasol://weird:${encodeURIComponent(password)}@${address}/ML?fingerprint=${fingerprint}`]);
});

test.each([
  ['double quotes', `"${password}"`],
  ['backticks', `\`${password}\``],
])('accepts the password from .env in %s', async (_what, value) => {
  await write(
    '.env',
    `# the database\nexport EXASOL_DSN=${address} # here\nEXASOL_USER=weird\r\nEXASOL_PASSWORD=${value}\n`,
  );
  await logIn([...pin]);
});

test('accepts the password from a profile of sme and of exapump', async () => {
  const { host, port, fingerprint } = sandbox.exasol;
  const added = await runCommand(
    ['profile', 'add', 'own', '--host', host, '--port', String(port), '--user', 'weird', ...pin, '--pass', password],
    { env: { HOME: folder } },
  );
  expect(added, added.stderr).toMatchObject({ exitCode: 0 });
  await logIn(['--profile', 'own']);
  const keys = { host, port, user: 'weird', password, certificate_fingerprint: fingerprint, bfs_host: 'other' };
  const lines = Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
  const path = await write('.exapump/config.toml', `[pump]\n${lines.join('')}`);
  await logIn(['--profile', 'pump']);
  await logIn([], { env: { SME_PROFILE: 'pump', EXAPUMP_CONFIG: path } });
});

test('connects to an IPv6 address in each notation', async ({ skip }) => {
  const server = createServer((client) => {
    const database = connect(sandbox.exasol.port, sandbox.exasol.host);
    client.pipe(database).pipe(client);
    client.on('error', () => database.destroy());
    database.on('error', () => client.destroy());
  });
  const port = await listen(server);
  if (port === undefined) {
    skip('this machine has no IPv6');
  }
  try {
    const user = ['--user', 'weird', '--pass', password];
    await logIn(['--host', '::1', '--port', String(port), ...user, ...pin]);
    await logIn(['--host', '[::1]', '--port', String(port), ...user, ...pin]);
    await logIn(['--dsn', `[::1]:${port}`, ...user, ...pin]);
    await logIn(['--dsn', `[::1]/${sandbox.exasol.fingerprint}:${port}`, ...user]);
    await logIn(['--dsn', `exasol://weird:${encodeURIComponent(password)}@[::1]:${port}`, ...pin]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Listens on an IPv6 port; undefined if this machine has no IPv6. */
function listen(server: Server): Promise<number | undefined> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(0, '::1', () => resolve((server.address() as AddressInfo).port));
  });
}

test('with several hosts, skips a dead one and one with another certificate, with a warning', async () => {
  const { port, fingerprint } = sandbox.exasol;
  const run = (dsn: string, secret = password) =>
    runCommand(['status', '--schema', 'NONE', '--dsn', dsn, '--user', 'weird', '--no-input', '--timeout', '5s'], {
      env: { HOME: folder, EXASOL_PASSWORD: secret },
      cwd: folder,
    });
  const other = 'AB'.repeat(32);
  const skipping = await run(`127.0.0.1/${fingerprint}:1,127.0.0.1/${other}:${port},127.0.0.1/${fingerprint}:${port}`);
  expect(skipping.stderr).toMatch(/A host is skipped\. .*E?.*Cannot connect to '127\.0\.0\.1' port 1/);
  expect(skipping.stderr).toMatch(/A host is skipped\. .*fingerprint '[0-9A-F]{64}', not the pinned 'ABAB/);
  expect(skipping.stderr).toContain('E-SME-16');

  const none = await run(`127.0.0.1/${fingerprint}:1,127.0.0.1/${other}:${port}`);
  expect(none.exitCode).toBe(5);
  expect(none.stderr).toMatch(/E-SME-481: None of the 2 hosts can be used:\n {2}- .*port 1.*\n {2}- .*ABAB/);

  const refused = await run(`127.0.0.1/${fingerprint}:${port},127.0.0.1/${fingerprint}:1`, 'c4nary-wrong');
  expect(refused.exitCode).toBe(4);
  expect(refused.stderr).toContain('E-SME-10');
  expect(refused.stderr).not.toMatch(/c4nary|is skipped/);
});

test.each(['--access-token', '--refresh-token'])(
  'a wrong token in %s is one error that does not show it',
  async (flag) => {
    const run = await runCommand(['status', '--schema', 'X', '--dsn', address, ...pin, flag, 'c4nary-token'], {
      env: { HOME: folder },
      cwd: folder,
    });
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("E-SME-10: Exasol at '127.0.0.1' rejected the login with the token");
    expect(run.stdout + run.stderr).not.toContain('c4nary');
  },
);

test('logs in with a personal access token without a user name', async () => {
  const run = await runCommand(['doctor', '--only', 'login', '--dsn', address, ...pin, '--no-input'], {
    env: { HOME: folder, EXASOL_REFRESH_TOKEN: password },
    cwd: folder,
  });
  expect(run, run.stdout + run.stderr).toMatchObject({ exitCode: 0 });
  expect(run.stdout).toMatch(/Exasol \S+ as WEIRD\n/);
});

test('logs in with an OpenID access token, and says when an expired one has expired', async () => {
  const driver = await sandbox.connect();
  for (const sql of ["CREATE USER OID IDENTIFIED BY OPENID SUBJECT 'ann@corp'", 'GRANT CREATE SESSION TO OID']) {
    expect(await runStatement(driver, sql)).toMatchObject({ kind: 'rowCount' });
  }
  const logIn = (exp: number) =>
    runCommand(['status', '--schema', 'NONE', '--dsn', address, ...pin, '--no-input'], {
      env: { HOME: folder, EXASOL_ACCESS_TOKEN: makeJwt({ sub: 'ann@corp', exp }) },
      cwd: folder,
    });
  const valid = await logIn(Date.now() / 1000 + 3600);
  expect(valid.stderr).toContain('E-SME-16');
  const expired = await logIn(Date.parse('2026-01-01T00:00:00Z') / 1000);
  expect(expired.exitCode).toBe(4);
  expect(expired.stderr).toMatch(/E-SME-472: .*rejected the access token, which expired at 2026-01-01T00:00:00.000Z/);
  expect(expired.stderr).toContain('Get a new token from your identity provider');
  for (const { stdout, stderr } of [valid, expired]) {
    expect(stdout + stderr).not.toMatch(/eyJ|c4nary/);
  }
});
