/** Probes of the catalog, of grants and of the protocol. */
import { identifier } from '../../src/exasol/quote.js';
import { runStatement } from '../support/sandbox.js';
import { run } from '../support/training.js';
import { type Probe, withRole } from './probe.js';

const publicTables = [
  'EXA_USER_SYS_PRIVS',
  'EXA_ROLE_SYS_PRIVS',
  'EXA_USER_ROLE_PRIVS',
  'EXA_ROLE_ROLE_PRIVS',
  'EXA_PARAMETERS',
  'EXA_METADATA',
  'EXA_ALL_CONNECTIONS',
];

export const catalogProbes = {
  'catalog-for-everybody': async ({ driver, target }) => {
    const user = target.userName('PROBE_USER');
    const password = 'Probe_pw_1';
    const created = await runStatement(driver, `CREATE USER ${user} IDENTIFIED BY "${password}"`);
    if (created.kind === 'error') return undefined;
    await run(driver, `GRANT CREATE SESSION TO ${user}`);
    const session = await target.connect({ user, password });
    const errors: string[] = [];
    for (const name of publicTables) {
      const result = await runStatement(session, `SELECT * FROM SYS.${name}`);
      if (result.kind === 'error') errors.push(`${name}: ${result.text}`);
    }
    return { holds: errors.length === 0, observed: errors.join('; ') || 'all are readable' };
  },

  'replace-keeps-execute': async (context) =>
    withRole(context, async (role) => {
      const { driver, schema } = context;
      const create = `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE () AS\nexit()`;
      for (const sql of [create, `GRANT EXECUTE ON ${schema}.PROBE TO ${role}`, create]) await run(driver, sql);
      const countGrants = `SELECT COUNT(*) FROM SYS.EXA_DBA_OBJ_PRIVS WHERE GRANTEE = '${role.slice(1, -1)}'`;
      const [[kept] = []] = await run(driver, countGrants);
      return { holds: Number(kept) === 1, observed: `${kept} of 1 grants kept` };
    }),

  'replace-keeps-connection': async (context) =>
    withRole(context, async (role) => {
      const { driver, target } = context;
      const name = identifier(target.connectionName('PROBE'));
      const create = `CREATE OR REPLACE CONNECTION ${name} TO 'address' USER 'u' IDENTIFIED BY 'p'`;
      for (const sql of [create, `GRANT CONNECTION ${name} TO ${role}`, create]) await run(driver, sql);
      const countGrants = `SELECT COUNT(*) FROM SYS.EXA_DBA_CONNECTION_PRIVS WHERE GRANTEE = '${role.slice(1, -1)}'`;
      const [[kept] = []] = await run(driver, countGrants);
      return { holds: Number(kept) === 1, observed: `${kept} of 1 grants kept` };
    }),

  'own-transaction-catalog': async ({ target, schema }) => {
    const session = await target.connect({ autocommit: false });
    await run(session, `CREATE VIEW ${schema}.PROBE_OWN AS SELECT 1 AS A`);
    const rows = await run(session, "SELECT 1 FROM SYS.EXA_ALL_COLUMNS WHERE COLUMN_TABLE = 'PROBE_OWN'");
    await run(session, 'ROLLBACK');
    return { holds: rows.length === 0, observed: `${rows.length} of 1 columns visible` };
  },
} satisfies Record<string, Probe>;
