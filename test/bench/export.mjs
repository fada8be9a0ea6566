// The cost of an export: bytes on S3 and time for 10^4, 10^5 and 10^6 rows, gzip (which training uses) compared with plain CSV.
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createConnection, withSandboxSession } from './connect.mjs';
import { round, timed } from './measure.mjs';
import { withSandbox } from './sandbox-process.mjs';

const sizes = [10_000, 100_000, 1_000_000];

/** Eight columns of a typical customer table: keys, amounts, dates and short texts. */
const table = `SELECT RANGE_VALUE AS ID, MOD(RANGE_VALUE * 7919, 97) AS AGE, CAST(MOD(RANGE_VALUE * 104729, 100003) AS DECIMAL(18,2)) / 7 AS AMOUNT,
  ADD_DAYS(DATE '2020-01-01', MOD(RANGE_VALUE, 2000)) AS SIGNED_UP, 'segment ' || MOD(RANGE_VALUE, 12) AS SEGMENT,
  MOD(RANGE_VALUE * 31, 1009) AS CLICKS, 'likes, commas ' || MOD(RANGE_VALUE, 50) AS NOTE, MOD(RANGE_VALUE, 3) AS TARGET`;

export function benchExport() {
  return withSandbox(async ({ exasol, aws }) => {
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
    return withSandboxSession(exasol, async (session) => {
      await session.query('CREATE SCHEMA BENCH');
      await session.query(createConnection(aws));
      const report = {};
      for (const rows of sizes) {
        await session.query(`CREATE OR REPLACE TABLE BENCH.T AS ${table} FROM VALUES BETWEEN 1 AND ${rows}`);
        const exportAs = async (suffix) => {
          const files = [1, 2, 3, 4].map((file) => `FILE '${rows}/${suffix}/${file}.${suffix}'`).join(' ');
          const { ms } = await timed(() =>
            session.query(`EXPORT BENCH.T INTO CSV AT BENCH_AWS ${files} WITH COLUMN NAMES REPLACE`),
          );
          return { ms: round(ms, 0), bytes: await bytesUnder(`${rows}/${suffix}/`) };
        };
        const plain = await exportAs('csv');
        const gzip = await exportAs('csv.gz');
        const ratio = { bytes: round(gzip.bytes / plain.bytes), time: round(gzip.ms / plain.ms) };
        report[`${rows} rows`] = { plain, gzip, gzip_to_plain: ratio };
      }
      return report;
    });
  });
}
