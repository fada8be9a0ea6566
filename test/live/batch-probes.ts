/** Probes of the SQL that batch predictions run. */
import { run } from '../support/training.js';
import type { Probe } from './probe.js';

export const batchProbes = {
  'rownum-unique': async ({ driver, schema }) => {
    const table = `${schema}.PROBE_ROWNUM`;
    await run(
      driver,
      `CREATE TABLE ${table} AS SELECT CAST(ROWNUM AS DECIMAL(18,0)) AS N, V FROM
         (SELECT MOD(LEVEL, 7) AS V FROM DUAL CONNECT BY LEVEL <= 100000)`,
    );
    const [row = []] = await run(driver, `SELECT COUNT(*), COUNT(DISTINCT N) FROM ${table}`);
    await run(driver, `DROP TABLE ${table}`);
    const [rows, numbers] = row.map(Number);
    return { holds: rows === 100_000 && numbers === rows, observed: `${numbers} numbers for ${rows} rows` };
  },

  'emits-in-join': async ({ driver, schema }) => {
    const udf = `${schema}.PROBE_EMITS`;
    const table = `${schema}.PROBE_TARGET`;
    await run(
      driver,
      `CREATE OR REPLACE PYTHON3 SCALAR SCRIPT ${udf} (n DECIMAL(18,0)) EMITS (...) AS
def run(ctx):
    ctx.emit(ctx.n, 0.5)
`,
    );
    await run(driver, `CREATE TABLE ${table} (A DECIMAL(18,0), P DOUBLE)`);
    await run(
      driver,
      `INSERT INTO ${table} (A, P) SELECT K.A, E.P FROM (SELECT 1 AS A FROM DUAL) K
         JOIN (SELECT ${udf}(A) EMITS (N DECIMAL(18,0), P DOUBLE) FROM (SELECT 1 AS A FROM DUAL)) E ON K.A = E.N`,
    );
    const rows = await run(driver, `SELECT A, P FROM ${table}`);
    await run(driver, `DROP TABLE ${table}`);
    await run(driver, `DROP SCRIPT ${udf}`);
    const observed = JSON.stringify(rows.map((row) => row.map(Number)));
    return { holds: observed === '[[1,0.5]]', observed };
  },
} satisfies Readonly<Record<string, Probe>>;
