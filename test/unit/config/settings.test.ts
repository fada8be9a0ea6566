import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../../src/config/load.js';
import type { FlagValues } from '../../../src/config/types.js';
import { UserError } from '../../../src/errors/user-error.js';
import { Secret } from '../../../src/secret.js';

const silent = { write() {} };
const cwd = import.meta.dirname;
const noTerminal = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const complete = { EXASOL_HOST: 'db', EXASOL_USER: 'me', EXASOL_PASSWORD: 'pw', EXASOL_SCHEMA: 'ml' };

const load = (flags: FlagValues, env: Record<string, string> = {}) =>
  loadSettings(
    flags,
    ['connection', 'deployment'],
    { env, cwd, stdin: noTerminal, stderr: silent, interactive: false, warn() {} },
    'deploy',
  );

async function loadInvalid(flags: FlagValues, env: Record<string, string> = {}): Promise<UserError> {
  const thrown = await load(flags, env).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof UserError)) {
    throw new Error(`expected a UserError, got ${String(thrown)}`);
  }
  return thrown;
}

describe('settings', () => {
  test('come from the environment, with defaults', async () => {
    const { connection, deployment } = await load({}, complete);
    expect(connection).toMatchObject({ host: 'db', port: 8563, timeoutMs: 10_000, certificate: { kind: 'verify' } });
    expect(deployment).toEqual({ schema: { candidates: ['ml', 'ML'], whenNew: 'ML' }, languageAlias: undefined });
  });

  test('come from flags, then from --dsn, then from the environment', async () => {
    const flags: FlagValues = { dsn: [['--dsn', 'fromdsn:1111']], port: [['--port', '2222']] };
    const { connection } = await load(flags, { ...complete, EXASOL_PORT: '3333' });
    expect(connection).toMatchObject({ host: 'fromdsn', port: 2222 });
  });

  test('treat an empty variable as unset', async () => {
    expect((await load({}, { ...complete, EXASOL_PORT: '' })).connection.port).toBe(8563);
  });

  test('accept the aliases of a flag', async () => {
    const flags: FlagValues = {
      user: [
        ['--user', undefined],
        ['--db-user', 'other'],
      ],
    };
    expect((await load(flags, complete)).connection.credentials.user).toBe('other');
  });

  test('prefer the secret of the source with the higher priority', async () => {
    const withToken = await load({ accessToken: [['--access-token', 't']] }, complete);
    expect(withToken.connection.credentials.kind).toBe('token');
    const withPassword = await load({ password: [['--pass', 'p']] }, { ...complete, EXASOL_ACCESS_TOKEN: 't' });
    expect(withPassword.connection.credentials.kind).toBe('password');
  });

  test('accept a refresh token without a user, but not with another secret from the same source', async () => {
    const flags: FlagValues = { refreshToken: [['--refresh-token', 'exa_pat_1']] };
    expect((await load(flags, complete)).connection.credentials.kind).toBe('refreshToken');
    const both = await loadInvalid({ ...flags, accessToken: [['--access-token', 'canary']] }, complete);
    expect(both.message).toContain('--access-token and --refresh-token are both given');
    expect(both.message).not.toMatch(/canary|exa_pat/);
  });

  test('reject two secrets from one source', async () => {
    const error = await loadInvalid({}, { ...complete, EXASOL_ACCESS_TOKEN: 't' });
    expect(error.message).toContain('EXASOL_PASSWORD and EXASOL_ACCESS_TOKEN are both given');
  });

  test('accept an IPv6 address with or without brackets, and suggest --dsn for an address with a port', async () => {
    expect((await load({ host: [['--host', '[::1]']] }, complete)).connection.host).toBe('::1');
    expect((await load({ host: [['--host', '::1']] }, complete)).connection.host).toBe('::1');
    for (const host of ['db:8563', 'exasol://db']) {
      expect((await loadInvalid({ host: [['--host', host]] }, complete)).message).toContain('use --dsn');
    }
    expect((await loadInvalid({ host: [['--host', 'n1..n4']] }, complete)).message).toContain('not a list of hosts');
  });

  test('accept a fingerprint with colons and in lower case', async () => {
    const colons = Array.from({ length: 32 }, () => 'ab').join(':');
    const { connection } = await load({ fingerprint: [['--fingerprint', colons]] }, complete);
    expect(connection.certificate).toEqual({ kind: 'pin', fingerprint: 'AB'.repeat(32) });
  });

  test('report all problems at once with their origins', async () => {
    const env = { EXASOL_PORT: '70000', EXASOL_SCHEMA: 'a.b', EXASOL_FINGERPRINT: 'xyz', EXASOL_TIMEOUT: 'soon' };
    const error = await loadInvalid({ host: [['--host', 'a b']] }, env);
    expect(error.exitCode).toBe(2);
    for (const part of [
      "--host: 'a b'",
      'EXASOL_PORT',
      "'a.b'",
      'EXASOL_FINGERPRINT',
      "'soon'",
      'user is missing',
      'password is missing',
    ]) {
      expect(error.message).toContain(part);
    }
  });

  test.each([
    ['ml', ['ml', 'ML'], 'ML'],
    ['ML', ['ML'], 'ML'],
    ['"ml"', ['ml'], 'ml'],
    ['"My ""S"""', ['My "S"'], 'My "S"'],
    ['Größe', ['Größe', 'GRÖSSE'], 'GRÖSSE'],
    ['select', ['select', 'SELECT'], 'SELECT'],
  ])('fold the schema %s as SQL does', async (schema, candidates, whenNew) => {
    const { deployment } = await load({ schema: [['--schema', schema]] }, complete);
    expect(deployment.schema).toEqual({ candidates, whenNew });
  });
});

describe('a secret', () => {
  const canary = 'canary-8f2a';

  test('is masked when it is formatted', () => {
    const secret = new Secret(canary);
    expect(`${secret} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain(canary);
    expect(secret.reveal()).toBe(canary);
  });

  test('appears neither in printed settings nor in their errors', async () => {
    const { connection } = await load({ dsn: [['--dsn', `exasol://me:${canary}@db/ml`]] });
    expect(inspect(connection, { depth: 9 }) + JSON.stringify(connection)).not.toContain(canary);
    const error = await loadInvalid(
      { dsn: [['--dsn', `exasol://me:${canary}@db/ml?what=1`]] },
      { EXASOL_ACCESS_TOKEN: canary },
    );
    expect(inspect(error, { depth: 9 })).not.toContain(canary);
  });
});
