/** Probes of the SQL that examines data, takes samples, keeps rows apart and evaluates predictions. */
import { holdoutCondition } from '../../src/scripts/facts.js';
import { run } from '../support/training.js';
import type { Probe } from './probe.js';

const numbers = (count: number) => `(SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= ${count})`;

export const dataProbes = {
  'holdout-condition': async ({ driver }) => {
    const condition = holdoutCondition.replace('@', 'TO_CHAR(L)').replace('#', String(16 ** 7 / 4));
    const [[count] = []] = await run(driver, `SELECT COUNT(CASE WHEN ${condition} THEN 1 END) FROM ${numbers(10_000)}`);
    return { holds: Number(count) > 2300 && Number(count) < 2700, observed: `${count} of 10000` };
  },

  'sample-query': async ({ driver }) => {
    const [[count] = []] = await run(
      driver,
      `SELECT COUNT(*) FROM (SELECT L FROM (SELECT L, ROW_NUMBER() OVER (ORDER BY MOD(L, 3), HASH_MD5(0, TO_CHAR(L))) AS R,
         COUNT(*) OVER () AS N FROM ${numbers(1000)}) WHERE MOD(R * 300, N) < 300)`,
    );
    return { holds: Number(count) === 300, observed: `${count} rows` };
  },

  'many-aggregates': async ({ driver }) => {
    const columns = Array.from({ length: 250 }, (_, at) => `MOD(L, ${at + 2}) AS "C${at}"`);
    const aggregates = Array.from({ length: 1500 }, (_, at) => `CAST(COUNT(DISTINCT "C${at % 250}") AS VARCHAR(2000))`);
    const [row = []] = await run(
      driver,
      `SELECT ${aggregates.join(', ')} FROM (SELECT ${columns.join(', ')} FROM ${numbers(1000)})`,
    );
    return { holds: row.length === 1500 && row[249] === '251', observed: `${row.length} values, ${row[249]}` };
  },

  'format-patterns': async ({ driver }) => {
    const pattern = '(0?[1-9]|[12][0-9]|3[01])[.](0?[1-9]|1[0-2])[.][0-9]{4}';
    const [row = []] = await run(
      driver,
      `SELECT '31.12.2026' REGEXP_LIKE '${pattern}', 'x31.12.2026' REGEXP_LIKE '${pattern}',
         IS_DATE('31.12.2026', 'DD.MM.YYYY'), IS_DATE('31.13.2026', 'DD.MM.YYYY') FROM DUAL`,
    );
    return { holds: row.join() === 'true,false,true,false', observed: row.join() };
  },

  'residual-quantiles': async ({ driver }) => {
    const [row = []] = await run(
      driver,
      `SELECT CAST(COUNT(*) AS DOUBLE), CAST(PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY (L - 1)) AS DOUBLE),
         CAST(PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY (L - 1)) AS DOUBLE), CAST(MEDIAN(ABS(L - 1)) AS DOUBLE)
       FROM ${numbers(4)}`,
    );
    return { holds: row.map(Number).join() === '4,0.75,3,1.5', observed: row.join() };
  },

  'running-totals': async ({ driver }) => {
    const rows = await run(
      driver,
      `SELECT G, SUM(N) OVER (ORDER BY G DESC) FROM (SELECT MOD(L, 3) AS G, SUM(CAST(L AS DOUBLE)) AS N
       FROM ${numbers(9)} GROUP BY MOD(L, 3)) ORDER BY G`,
    );
    const totals = rows.map(([, total]) => Number(total)).join();
    return { holds: totals === '45,27,15', observed: totals };
  },
} satisfies Readonly<Record<string, Probe>>;
