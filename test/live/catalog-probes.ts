/** Probes of the catalog, of grants and of the protocol. */
import { identifier } from '../../src/exasol/quote.js';
import { runStatement } from '../support/sandbox.js';
import { run } from '../support/training.js';
import { type Probe, withRole } from './probe.js';

const forEverybody = [
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
    const made = await runStatement(driver, `CREATE USER ${user} IDENTIFIED BY "${password}"`);
    if (made.kind === 'error') return undefined;
    await run(driver, `GRANT CREATE SESSION TO ${user}`);
    const session = await target.connect({ user, password });
    const refused: string[] = [];
    for (const name of forEverybody) {
      const looked = await runStatement(session, `SELECT * FROM SYS.${name}`);
      if (looked.kind === 'error') refused.push(`${name}: ${looked.text}`);
    }
    return { holds: refused.length === 0, seen: refused.join('; ') || 'all can be read' };
  },

  'replace-keeps-execute': async (context) =>
    withRole(context, async (role) => {
      const { driver, schema } = context;
      const create = `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE () AS\nexit()`;
      for (const sql of [create, `GRANT EXECUTE ON ${schema}.PROBE TO ${role}`, create]) await run(driver, sql);
      const counting = `SELECT COUNT(*) FROM SYS.EXA_DBA_OBJ_PRIVS WHERE GRANTEE = '${role.slice(1, -1)}'`;
      const [[left] = []] = await run(driver, counting);
      return { holds: Number(left) === 1, seen: `${left} of 1 grant is left` };
    }),

  'replace-keeps-connection': async (context) =>
    withRole(context, async (role) => {
      const { driver, target } = context;
      const name = identifier(target.connectionName('PROBE'));
      const create = `CREATE OR REPLACE CONNECTION ${name} TO 'there' USER 'u' IDENTIFIED BY 'p'`;
      for (const sql of [create, `GRANT CONNECTION ${name} TO ${role}`, create]) await run(driver, sql);
      const counting = `SELECT COUNT(*) FROM SYS.EXA_DBA_CONNECTION_PRIVS WHERE GRANTEE = '${role.slice(1, -1)}'`;
      const [[left] = []] = await run(driver, counting);
      return { holds: Number(left) === 1, seen: `${left} of 1 grant is left` };
    }),

  'own-transaction-catalog': async ({ target, schema }) => {
    const session = await target.connect({ autocommit: false });
    await run(session, `CREATE VIEW ${schema}.PROBE_OWN AS SELECT 1 AS A`);
    const rows = await run(session, "SELECT 1 FROM SYS.EXA_ALL_COLUMNS WHERE COLUMN_TABLE = 'PROBE_OWN'");
    await run(session, 'ROLLBACK');
    return { holds: rows.length === 0, seen: `${rows.length} of 1 column is shown` };
  },
} satisfies Record<string, Probe>;
