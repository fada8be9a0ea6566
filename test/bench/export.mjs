// The cost of an export with the training's own statement: native EXPORT with gzip (which training uses for a key ID and a secret), the
// same without compression, and the export UDF (for every other form of credentials). All write to the same sandbox, in turns.
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
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

const ways = {
  native: { connection: 'BENCH_AWS', credentials_form: 'plain', compression: 'gzip' },
  native_plain: { connection: 'BENCH_AWS', credentials_form: 'plain', compression: 'none' },
  udf: { connection: 'BENCH_JSON', credentials_form: 'json', compression: 'gzip' },
};

export function benchExport() {
  return withSandbox(async ({ exasol, aws }) =>
    withSandboxSession(exasol, async (session) => {
      const s3 = new S3Client({
        endpoint: aws.endpointUrl,
        region: aws.region,
        forcePathStyle: true,
        credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey },
      });
      const bytesUnder = async (prefix) => {
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: aws.bucket, Prefix: prefix }));
        return Contents.reduce((total, { Size }) => total + (Size ?? 0), 0);
      };
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
        const exportOnce = async (name, run) => {
          const prefix = `${name}/train/${rows}-${run}/`;
          const request = {
            ...ways[name],
            from: '"BENCH"."T"',
            columns: columns.map(([column, type]) => ({ name: column, type })),
            prefix,
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
          if (Number(written) !== rows) throw new Error(`${name}: ${written} of ${rows} rows: ${message}`);
          return { ms, bytes: await bytesUnder(prefix) };
        };
        const measured = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
        for (let run = 1; run <= runs; run += 1) {
          for (const name of Object.keys(ways)) measured[name].push(await exportOnce(name, run));
        }
        report[`${rows} rows`] = Object.fromEntries(
          Object.entries(measured).map(([name, found]) => {
            const ms = median(found.map((each) => each.ms));
            const native = median(measured.native.map((each) => each.ms));
            return [
              name,
              {
                ms: round(ms, 0),
                bytes: found[0].bytes,
                rows_per_second: round((rows / ms) * 1000, 0),
                time_to_native: round(ms / native),
              },
            ];
          }),
        );
      }
      return report;
    }),
  );
}
