import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  requireConnectionAccess,
  requireConnectionGrant,
} from '../../../../src/sandbox/catalog/connection-privileges.js';
import {
  hasObjectPrivilege,
  hasSystemPrivilege,
  requireCreateSession,
} from '../../../../src/sandbox/catalog/privileges.js';
import {
  authenticateByToken,
  authenticateUser,
  findGrantee,
  foldUserName,
} from '../../../../src/sandbox/catalog/users.js';
import { handleConnection } from '../../../../src/sandbox/sql/statements/connection.js';
import { handleCreateScript } from '../../../../src/sandbox/sql/statements/create-script.js';
import { handleGrant } from '../../../../src/sandbox/sql/statements/grant.js';
import { handleUser } from '../../../../src/sandbox/sql/statements/user.js';
import { TokenStream } from '../../../../src/sandbox/tokens/token-stream.js';
import { makeJwt } from '../../../support/jwt.js';
import { makeStatement, openCatalog, type TestStatement } from '../../../support/statement-context.js';

let catalog: Awaited<ReturnType<typeof openCatalog>>;
let statement: TestStatement;

beforeEach(async () => {
  catalog = await openCatalog();
  statement = makeStatement(catalog, { tables: { T: { columns: [] } } });
});
afterEach(() => catalog.close());

async function run(...statements: readonly string[]): Promise<void> {
  for (const sql of statements) {
    const verb = sql.split(' ')[0] ?? '';
    const handle = /CONNECTION/.test(sql) && verb !== 'GRANT' && verb !== 'REVOKE' ? handleConnection : handlers[verb];
    await handle?.(statement.context, new TokenStream(sql));
  }
}
const handlers: Readonly<Record<string, typeof handleUser>> = {
  CREATE: handleUser,
  ALTER: handleUser,
  DROP: handleUser,
  GRANT: handleGrant,
  REVOKE: handleGrant,
};

describe('users', () => {
  it('log in with their password, and with a changed one', async () => {
    await run('CREATE USER joe IDENTIFIED BY "Pass ""1"""', 'CREATE USER "Ann" IDENTIFIED BY plainWord');
    expect(await authenticateUser(catalog, foldUserName('Joe'), 'Pass "1"')).toBe(true);
    expect(await authenticateUser(catalog, 'JOE', 'pass "1"')).toBe(false);
    expect(await authenticateUser(catalog, foldUserName('"Ann"'), 'plainWord')).toBe(true);
    await run('ALTER USER joe IDENTIFIED BY "new"');
    expect(await authenticateUser(catalog, 'JOE', 'new')).toBe(true);
    expect(await authenticateByToken(catalog, 'new', new Date())).toBe('JOE');
    expect(await authenticateByToken(catalog, 'other', new Date())).toBeUndefined();
  });

  it('log in with an OpenID access token of their subject that has not expired', async () => {
    await run("CREATE USER oid IDENTIFIED BY OPENID SUBJECT 'ann@corp'", 'CREATE USER later IDENTIFIED BY "x"');
    await run("ALTER USER later IDENTIFIED BY OPENID SUBJECT 'bob@corp'");
    const now = new Date('2026-11-28T12:00:00Z');
    const logIn = (claims: unknown) => authenticateByToken(catalog, makeJwt(claims), now);
    const exp = now.getTime() / 1000 + 1;
    expect(await logIn({ sub: 'ann@corp', exp })).toBe('OID');
    expect(await logIn({ sub: 'bob@corp' })).toBe('LATER');
    expect(await logIn({ sub: 'ann@corp', exp: exp - 1 })).toBeUndefined();
    expect(await logIn({ sub: 'eve@corp', exp })).toBeUndefined();
    expect(await authenticateByToken(catalog, 'openid:ann@corp', now)).toBeUndefined();
    expect(await authenticateUser(catalog, 'OID', 'ann@corp')).toBe(false);
  });

  it('have no plain-text password in the catalog', async () => {
    await run('CREATE USER joe IDENTIFIED BY "tell-nobody"');
    const rows = await catalog.run('SELECT * FROM "exa$privileges".users');
    expect(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('tell-nobody');
  });

  it('share a namespace with roles, and are dropped with their grants', async () => {
    await run('CREATE ROLE readers', 'CREATE USER joe IDENTIFIED BY x', 'GRANT readers TO joe');
    await expect(run('CREATE USER readers IDENTIFIED BY x')).rejects.toThrow(
      'user name READERS conflicts with another user or role name',
    );
    await run('DROP USER joe CASCADE', 'DROP USER IF EXISTS joe', 'DROP ROLE readers');
    expect(await findGrantee(catalog, 'JOE')).toBeUndefined();
    expect(await catalog.run(`SELECT * FROM "exa$privileges".role_grants WHERE grantee = 'JOE'`)).toEqual([]);
    await expect(run('DROP USER joe')).rejects.toThrow('user JOE does not exist');
  });

  it('need CREATE SESSION to log in', async () => {
    await run('CREATE USER joe IDENTIFIED BY x');
    await expect(requireCreateSession(catalog, 'JOE')).rejects.toMatchObject({
      sqlCode: '08004',
      text: 'Connection exception - insufficient privileges: CREATE SESSION.',
    });
    await run('GRANT CREATE SESSION TO joe');
    await requireCreateSession(catalog, 'JOE');
  });
});

describe('system privileges', () => {
  it('are inherited through roles of roles, and removed by REVOKE', async () => {
    await run('CREATE USER joe IDENTIFIED BY x', 'CREATE ROLE a', 'CREATE ROLE b', 'GRANT a TO b', 'GRANT b TO joe');
    await run('GRANT IMPORT, EXPORT TO a WITH ADMIN OPTION');
    expect(await hasSystemPrivilege(catalog, 'JOE', 'EXPORT')).toBe(true);
    await expect(run('GRANT b TO a')).rejects.toThrow('circular');
    await run('REVOKE EXPORT FROM a');
    expect(await hasSystemPrivilege(catalog, 'JOE', 'EXPORT')).toBe(false);
    expect(await hasSystemPrivilege(catalog, 'JOE', 'IMPORT')).toBe(true);
    expect(await hasSystemPrivilege(catalog, 'JOE', 'USE ANY SCHEMA')).toBe(true);
    expect(await hasSystemPrivilege(catalog, 'SYS', 'ALTER SYSTEM')).toBe(true);
  });

  it('cause errors if they do not exist, or the user may not grant them', async () => {
    await run('CREATE USER joe IDENTIFIED BY x');
    await expect(run('GRANT CREATE MAGIC TO joe')).rejects.toThrow('unexpected privilege CREATE MAGIC');
    await expect(run('GRANT EXPORT TO nobody')).rejects.toThrow('user or role NOBODY does not exist');
    const joe = makeStatement(catalog, { user: 'JOE' });
    await expect(handleGrant(joe.context, new TokenStream('GRANT EXPORT TO joe'))).rejects.toThrow(
      /^insufficient privileges/,
    );
    await expect(handleUser(joe.context, new TokenStream('CREATE USER x IDENTIFIED BY x'))).rejects.toThrow(
      'insufficient privileges for creating user',
    );
  });
});

describe('object privileges', () => {
  const table = { type: 'TABLE', schema: 'S', name: 'T', owner: 'SYS' } as const;

  it('are granted on a table or its schema', async () => {
    await run('CREATE USER joe IDENTIFIED BY x', 'CREATE USER ann IDENTIFIED BY x');
    await run('GRANT SELECT, INSERT ON s.t TO joe', 'GRANT SELECT ON SCHEMA s TO ann');
    expect(await hasObjectPrivilege(catalog, 'JOE', 'SELECT', table)).toBe(true);
    expect(await hasObjectPrivilege(catalog, 'JOE', 'UPDATE', table)).toBe(false);
    expect(await hasObjectPrivilege(catalog, 'ANN', 'SELECT', table)).toBe(true);
    await run('REVOKE ALL ON s.t FROM joe');
    expect(await hasObjectPrivilege(catalog, 'JOE', 'INSERT', table)).toBe(false);
    await expect(run('GRANT SELECT ON s.nothing TO joe')).rejects.toThrow('object S.NOTHING not found');
  });

  it('are effective only with USAGE on the schema if PUBLIC may not use any', async () => {
    await run('CREATE USER joe IDENTIFIED BY x', 'GRANT SELECT ON s.t TO joe', 'REVOKE USE ANY SCHEMA FROM PUBLIC');
    expect(await hasObjectPrivilege(catalog, 'JOE', 'SELECT', table)).toBe(false);
    await run('GRANT USAGE ON SCHEMA s TO joe');
    expect(await hasObjectPrivilege(catalog, 'JOE', 'SELECT', table)).toBe(true);
    expect(await hasObjectPrivilege(catalog, 'JOE', 'USAGE', { ...table, type: 'SCHEMA', name: '' })).toBe(true);
  });

  it('EXECUTE covers a script', async () => {
    await run('CREATE USER joe IDENTIFIED BY x');
    await handleCreateScript(statement.context, new TokenStream('CREATE SCRIPT s.p AS\nx'));
    await run('GRANT EXECUTE ON SCRIPT s.p TO joe');
    const script = { type: 'SCRIPT', schema: 'S', name: 'P', owner: 'SYS' } as const;
    expect(await hasObjectPrivilege(catalog, 'JOE', 'EXECUTE', script)).toBe(true);
  });
});

describe('connections', () => {
  const script = { schema: 'S', name: 'P' };

  beforeEach(async () => {
    await run('CREATE USER joe IDENTIFIED BY x', "CREATE CONNECTION c TO 'a' USER 'u' IDENTIFIED BY 'it''s'");
    await handleCreateScript(statement.context, new TokenStream('CREATE SCRIPT s.p AS\nx'));
  });

  it('store their clauses, and reset omitted ones', async () => {
    expect(statement.connections.get('C')).toEqual({ name: 'C', address: 'a', user: 'u', password: "it's" });
    await run("ALTER CONNECTION c TO 'b'", 'RENAME CONNECTION c TO d');
    expect(statement.connections.get('D')).toEqual({ name: 'D', address: 'b', user: undefined, password: undefined });
    await expect(run("CREATE CONNECTION d TO ''")).rejects.toThrow('connection D already exists');
    await run("CREATE OR REPLACE CONNECTION d TO ''", 'DROP CONNECTION d', 'DROP CONNECTION IF EXISTS d');
    await expect(run('DROP CONNECTION d')).rejects.toThrow('connection D does not exist');
    await expect(run("CREATE CONNECTION e TO '' SAS TOKEN 'x'")).rejects.toThrow('SAS TOKEN');
  });

  it('need GRANT CONNECTION for IMPORT and EXPORT, and ACCESS in a UDF', async () => {
    await expect(requireConnectionGrant(catalog, 'JOE', 'C')).rejects.toThrow(
      'insufficient privileges for using connection C',
    );
    await run('GRANT CONNECTION c TO joe WITH ADMIN OPTION');
    await requireConnectionGrant(catalog, 'JOE', 'C');
    await expect(requireConnectionAccess(catalog, 'JOE', 'C', script)).rejects.toThrow(
      'insufficient privileges for using connection C in script P',
    );
    await run('GRANT ACCESS ON CONNECTION c FOR SCHEMA s TO joe');
    await requireConnectionAccess(catalog, 'JOE', 'C', script);
    await expect(requireConnectionAccess(catalog, 'JOE', 'C', { schema: 'Z', name: 'P' })).rejects.toThrow();
  });

  it('lose ACCESS … FOR SCRIPT when the script is replaced, not ACCESS … FOR SCHEMA', async () => {
    await run('GRANT ACCESS ON CONNECTION c FOR SCRIPT s.p TO joe');
    await requireConnectionAccess(catalog, 'JOE', 'C', script);
    await handleCreateScript(statement.context, new TokenStream('CREATE OR REPLACE SCRIPT s.p AS\ny'));
    await expect(requireConnectionAccess(catalog, 'JOE', 'C', script)).rejects.toThrow('in script P');
    await run('GRANT ACCESS ON CONNECTION c FOR SCHEMA s TO joe');
    await handleCreateScript(statement.context, new TokenStream('CREATE OR REPLACE SCRIPT s.p AS\nz'));
    await requireConnectionAccess(catalog, 'JOE', 'C', script);
  });
});
