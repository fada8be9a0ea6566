// Rows per second of the two ways out of the database, with the training's own statements: native EXPORT for a key ID and a secret, and the
// export UDF for every other form of credentials. Both write gzip files to the same sandbox.
import { identifier, literal } from '../../src/exasol/quote.js';
import { bundleLua } from '../../src/render/lua-bundle.js';
import { renderScripts } from '../../src/render/script.js';
import { names } from '../../src/scripts/names.js';
import { createConnection, withSandboxSession } from './connect.mjs';
import { median, round, timed } from './measure.mjs';
import { withSandbox } from './sandbox-process.mjs';

const sizes = [10_000, 100_000, 1_000_000];
const runs = 3;

const columns = [
  ['ID', 'DECIMAL(18,0)', 'RANGE_VALUE'],
  ['AGE', 'DECIMAL(18,0)', 'MOD(RANGE_VALUE * 7919, 97)'],
  ['AMOUNT', 'DOUBLE', 'MOD(RANGE_VALUE * 104729, 100003) / 7e0'],
  ['SIGNED_UP', 'DATE', "ADD_DAYS(DATE '2020-01-01', MOD(RANGE_VALUE, 2000))"],
  ['SEGMENT', 'VARCHAR(100)', "'segment ' || MOD(RANGE_VALUE, 12)"],
  ['CLICKS', 'DECIMAL(18,0)', 'MOD(RANGE_VALUE * 31, 1009)'],
  ['NOTE', 'VARCHAR(100)', "'likes, commas ' || MOD(RANGE_VALUE, 50)"],
  ['TARGET', 'DECIMAL(18,0)', 'MOD(RANGE_VALUE, 3)'],
];

const code = `local database = require('sme.database').new(pquery)
local rows, message = require('sme.s3_export').run(database, require('cjson').decode(json_str))
return { { rows, message or 'done' } }, '"ROWS" DECIMAL(18,0), MESSAGE VARCHAR(2000)'`;

export function benchUdfExport() {
  return withSandbox(async ({ exasol, aws }) =>
    withSandboxSession(exasol, async (session) => {
      await session.query('CREATE SCHEMA BENCH');
      await session.query(createConnection(aws));
      await session.query(
        createConnection(aws)
          .replace('BENCH_AWS', 'BENCH_JSON')
          .replace(literal(aws.secretAccessKey), literal(JSON.stringify({ secret_access_key: aws.secretAccessKey }))),
      );
      const udf = renderScripts({ schema: 'BENCH', languageAlias: 'PYTHON3' }).find(
        ({ name }) => name === names.exportUdf,
      );
      await session.query(udf.sql);
      const constants = { languageAlias: 'PYTHON3', extensionVersion: '0.0.0' };
      const body = bundleLua({ path: 'bench.lua', text: code }, { constants });
      await session.query(`CREATE LUA SCRIPT BENCH.EXPORT_ROWS (json_str) RETURNS TABLE AS\n${body}`);
      const report = {};
      for (const rows of sizes) {
        const cells = columns.map(([name, type, sql]) => `CAST(${sql} AS ${type}) AS ${identifier(name)}`).join(', ');
        await session.query(`CREATE OR REPLACE TABLE BENCH.T AS SELECT ${cells} FROM VALUES BETWEEN 1 AND ${rows}`);
        const exportWith = async (connection, form, run) => {
          const request = {
            from: '"BENCH"."T"',
            columns: columns.map(([name, type]) => ({ name, type })),
            connection,
            credentials_form: form,
            prefix: `${form}/train/${rows}-${run}/`,
            files: 4,
            nodes: 1,
            separator: '.',
            rows,
            region: aws.region,
            bucket: aws.bucket,
            udf: { schema: 'BENCH', name: names.exportUdf },
          };
          const call = `EXECUTE SCRIPT BENCH.EXPORT_ROWS(${literal(JSON.stringify(request))})`;
          const { ms, result } = await timed(() => session.query(call));
          const [written, message] = result.rows[0];
          if (Number(written) !== rows) throw new Error(`${form}: ${written} of ${rows} rows: ${message}`);
          return ms;
        };
        const times = { native: [], udf: [] };
        // in turns, so that other load on the machine meets both
        for (let run = 1; run <= runs; run += 1) {
          times.native.push(await exportWith('BENCH_AWS', 'plain', run));
          times.udf.push(await exportWith('BENCH_JSON', 'json', run));
        }
        const [native, own] = [median(times.native), median(times.udf)];
        report[`${rows} rows`] = {
          native: { ms: round(native, 0), rows_per_second: round((rows / native) * 1000, 0) },
          udf: { ms: round(own, 0), rows_per_second: round((rows / own) * 1000, 0) },
          native_to_udf: round(native / own),
        };
      }
      return report;
    }),
  );
}
