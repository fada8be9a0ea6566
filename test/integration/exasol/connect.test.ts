import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PagingSession, withSession } from '../../../src/exasol/session.js';
import type { CertificatePolicy, ConnectionConfig } from '../../../src/exasol/types.js';
import { makeCertificate } from '../../../src/sandbox/exasol/certificate.js';
import { type ExasolServer, startExasolServer } from '../../../src/sandbox/exasol/server.js';
import { Tunnels } from '../../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../../src/sandbox/log.js';
import { Secret } from '../../../src/secret.js';
import { startCommandRefusal } from '../../support/refuse-command.js';
import { StubDatabase } from '../sandbox/exasol/stub-database.js';

const tunnels = new Tunnels(silentLog);

const canary = 'canary-pässwörd-日本';

/** A real server of the protocol. Its database accepts one password, which Latin-1 cannot express. */
class PasswordDatabase extends StubDatabase {
  override async authenticate(user: string, password: string): Promise<boolean> {
    return user === 'ann' && password === canary;
  }
}

let server: ExasolServer;
const database = new PasswordDatabase();

beforeAll(async () => {
  server = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 1, database, tunnels, log: silentLog });
});
afterAll(() => server.stop());

const pinned = (fingerprint: string): CertificatePolicy => ({ kind: 'pin', fingerprint });

function configFor(changes: Partial<ConnectionConfig> & { password?: string } = {}): ConnectionConfig {
  const { password = canary, ...rest } = changes;
  return {
    host: server.host,
    port: server.port,
    credentials: { kind: 'password', user: 'ann', password: new Secret(password) },
    certificate: pinned(server.fingerprint),
    timeoutMs: 20_000,
    ...rest,
  };
}

const connect = (config: ConnectionConfig, signal?: AbortSignal) => withSession(config, async () => 'in', { signal });

/** Listens on a free port while `work` runs. */
async function withListener<Result>(listener: Server, work: (port: number) => Promise<Result>): Promise<Result> {
  const sockets = new Set<{ destroy(): void }>();
  listener.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  try {
    return await work((listener.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) {
      socket.destroy();
    }
    listener.close();
  }
}

describe('connecting', () => {
  test('logs in with a password that is not Latin-1', async () => {
    expect(await connect(configFor())).toBe('in');
    expect(database.openSessions).toBe(0);
  });

  test('logs in with a token and no user', async () => {
    const credentials = { kind: 'token', user: undefined, accessToken: new Secret('exa_pat_1') } as const;
    expect(await connect(configFor({ credentials }))).toBe('in');
  });

  test('logs in with a personal access token of Exasol SaaS as refresh token', async () => {
    const credentials = { kind: 'refreshToken', user: undefined, refreshToken: new Secret('exa_pat_1') } as const;
    expect(await connect(configFor({ credentials }))).toBe('in');
    const wrong = { ...credentials, refreshToken: new Secret('exa_pat_canary') };
    const refused = connect(configFor({ credentials: wrong }));
    await expect(refused).rejects.toMatchObject({ code: 'E-SME-10' });
    await refused.catch((error: unknown) => expect(inspect(error, { depth: 9 })).not.toContain('canary'));
  });

  test.each([
    ['accessToken', { kind: 'token', user: undefined, accessToken: new Secret('exa_pat_1') }],
    ['refreshToken', { kind: 'refreshToken', user: undefined, refreshToken: new Secret('exa_pat_1') }],
  ] as const)('sends the token as %s and as nothing else', async (name, credentials) => {
    const passing = await startCommandRefusal(server, 'none');
    const place = { port: passing.port, certificate: pinned(passing.fingerprint) };
    expect(await connect(configFor({ credentials, ...place }))).toBe('in');
    await passing.stop();
    expect(passing.secrets).toEqual([name]);
  });

  test('trusts any certificate if configured', async () => {
    expect(await connect(configFor({ certificate: { kind: 'trust-anyone' } }))).toBe('in');
  });

  test('shows the fingerprint of a certificate that cannot be verified', async () => {
    await expect(connect(configFor({ certificate: { kind: 'verify' } }))).rejects.toMatchObject({
      code: 'E-SME-8',
      exitCode: 5,
      mitigation: expect.stringContaining(`--fingerprint ${server.fingerprint}`),
    });
  });

  test('rejects a certificate other than the pinned one', async () => {
    await expect(connect(configFor({ certificate: pinned('0'.repeat(64)) }))).rejects.toMatchObject({
      code: 'E-SME-9',
      exitCode: 5,
      message: expect.stringContaining(server.fingerprint),
    });
  });

  test('reports a wrong password as such, without the password', async () => {
    const refused = connect(configFor({ password: `${canary}-wrong` }));
    await expect(refused).rejects.toMatchObject({
      code: 'E-SME-10',
      exitCode: 4,
      message: expect.stringContaining("'ann'"),
    });
    await refused.catch((error: unknown) => expect(inspect(error, { depth: 9 })).not.toContain('canary'));
  });

  test('suggests a token if the password is too long for the key of the database', async () => {
    const refused = connect(configFor({ password: `${canary}${'x'.repeat(600)}` }));
    await expect(refused).rejects.toMatchObject({
      code: 'E-SME-11',
      mitigation: expect.stringContaining('--access-token'),
    });
    await refused.catch((error: unknown) => expect(inspect(error, { depth: 9 })).not.toContain('canary'));
  });

  test('reports a closed port', async () => {
    const port = await withListener(createServer(), async (free) => free);
    await expect(connect(configFor({ port }))).rejects.toMatchObject({ code: 'E-SME-6', exitCode: 5 });
  });

  test('reports an unknown host', async () => {
    await expect(connect(configFor({ host: 'no-such-host.invalid' }))).rejects.toMatchObject({
      code: 'E-SME-5',
      exitCode: 5,
    });
  });

  test('times out on a host that does not respond', async () => {
    await withListener(createServer(), async (port) => {
      await expect(connect(configFor({ port, timeoutMs: 50 }))).rejects.toMatchObject({ code: 'E-SME-7', exitCode: 5 });
    });
  });

  test('stops on Ctrl-C', async () => {
    const interruption = new AbortController();
    await withListener(
      createServer().on('connection', () => interruption.abort()),
      async (port) => {
        await expect(connect(configFor({ port }), interruption.signal)).rejects.toMatchObject({
          code: 'E-SME-4',
          exitCode: 130,
        });
      },
    );
  });

  test('reports a server that is not a database', async () => {
    const { key, cert } = await makeCertificate();
    const web = createHttpsServer({ key, cert }, (_request, response) => response.end('hello'));
    await withListener(web, async (port) => {
      await expect(connect(configFor({ port, certificate: { kind: 'trust-anyone' } }))).rejects.toMatchObject({
        code: 'E-SME-12',
      });
    });
    const plain = createServer((socket) => socket.end('SSH-2.0\r\n'));
    await withListener(plain, async (port) => {
      await expect(connect(configFor({ port }))).rejects.toMatchObject({ code: 'E-SME-12', exitCode: 5 });
    });
  });
});

describe('a session', () => {
  test('returns one result for each statement of a batch', async () => {
    const results = await withSession(configFor(), (session) => session.batch(['ROWS 2', 'COMMIT', 'ROWS 1500']));
    expect(results.map(({ rows }) => rows.length)).toEqual([2, 0, 1500]);
  });

  describe('with a server that does not know executeBatch', () => {
    const run = async (statements: readonly string[]) => {
      const refusal = await startCommandRefusal(server, 'executeBatch');
      const config = configFor({ port: refusal.port, certificate: pinned(refusal.fingerprint) });
      const work = async (session: PagingSession) => [await session.batch(statements), await session.batch(['ROWS 1'])];
      const options = { autocommit: false };
      const outcome = await withSession(config, work, options).catch((thrown: unknown) => thrown);
      await refusal.stop();
      return { outcome, commands: refusal.commands };
    };

    test('sends the statements one by one in the same session, after one attempt with a batch', async () => {
      const { outcome, commands } = await run(['ROWS 2', 'COMMIT', 'ROWS 1500']);
      expect(outcome).toMatchObject([[{ rowCount: 2 }, { rowCount: 0 }, { rowCount: 1500 }], [{ rowCount: 1 }]]);
      expect(commands.filter((command) => command === 'executeBatch')).toHaveLength(1);
      expect(commands.filter((command) => command === 'execute')).toHaveLength(4);
    });

    test('stops at the first statement that fails', async () => {
      const before = database.statements.length;
      const { outcome } = await run(['ROWS 2', 'FAIL', 'COMMIT']);
      expect(outcome).toMatchObject({ code: 'E-SME-13', sqlCode: '42000' });
      expect(database.statements.slice(before)).toEqual(['ROWS 2', 'FAIL']);
    });
  });

  test('does not repeat a batch in which a statement fails', async () => {
    const before = database.statements.length;
    const failing = withSession(configFor(), (session) => session.batch(['ROWS 1', 'FAIL', 'COMMIT']));
    await expect(failing).rejects.toMatchObject({ sqlCode: '42000' });
    expect(database.statements.slice(before)).toEqual(['ROWS 1', 'FAIL']);
  });

  test('closes after an error in the callback, and rethrows the error', async () => {
    const failure = new Error('mine');
    await expect(withSession(configFor(), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(database.openSessions).toBe(0);
  });

  test("keeps Exasol's error code and text", async () => {
    const failing = withSession(configFor(), (session) => session.query('FAIL'));
    await expect(failing).rejects.toMatchObject({ code: 'E-SME-13', sqlCode: expect.stringMatching(/^\d{5}$/) });
  });

  test('sends nothing more after Ctrl-C', async () => {
    const interruption = new AbortController();
    const before = database.statements.length;
    const work = withSession(
      configFor(),
      async (session) => {
        interruption.abort();
        await session.query('ROWS 1');
      },
      { signal: interruption.signal },
    );
    await expect(work).rejects.toMatchObject({ code: 'E-SME-4', exitCode: 130 });
    expect(database.statements).toHaveLength(before);
  });

  test('reports that the server has disconnected', async () => {
    const other = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 1, database, tunnels, log: silentLog });
    const config = configFor({ port: other.port, certificate: pinned(other.fingerprint) });
    const work = withSession(config, async (session) => {
      await other.stop();
      await session.query('ROWS 1');
    });
    await expect(work).rejects.toMatchObject({ code: 'E-SME-15', exitCode: 5 });
  });
});
