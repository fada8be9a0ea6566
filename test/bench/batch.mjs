// A batch prediction of up to 10^6 rows on the sandbox: time of its steps, bytes on S3, and the peak memory of the sandbox, which is the
// database and AWS at once. The rows leave it and come back without passing through this process.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { literal } from '../../src/exasol/quote.js';
import { createConnection, withSandboxSession } from './connect.mjs';
import { round, timed } from './measure.mjs';
import { withSandbox } from './sandbox-process.mjs';

const sizes = [100_000, 1_000_000];
const features =
  "MOD(RANGE_VALUE * 7919, 97) AS AGE, 'segment ' || MOD(RANGE_VALUE, 12) AS SEGMENT, MOD(RANGE_VALUE * 31, 1009) AS CLICKS";

export function benchBatch() {
  return withSandbox(async ({ exasol, aws, pid }) =>
    withSandboxSession(exasol, async (session) => {
      const address = ['--host', exasol.host, '--port', String(exasol.port), '--fingerprint', exasol.fingerprint];
      execFileSync(
        process.execPath,
        ['dist/cli.js', 'deploy', ...address, '--user', exasol.user, '--schema', 'BENCH', '--create-schema', '--quiet'],
        { env: { ...process.env, EXASOL_PASSWORD: exasol.password }, stdio: ['ignore', 'ignore', 'inherit'] },
      );
      await session.query(createConnection(aws));
      const call = async (script, argument) => {
        const { columns, rows } = await session.query(`EXECUTE SCRIPT BENCH.${script}(${literal(argument)})`);
        return Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]));
      };
      await session.query(
        `CREATE TABLE BENCH.T AS SELECT ${features}, CASE WHEN MOD(RANGE_VALUE * 7919, 97) > 40 THEN 'yes' ELSE 'no' END AS Y FROM VALUES BETWEEN 1 AND 1000`,
      );
      const job = {
        job_name: 'bench',
        aws_credentials_connection_name: 'BENCH_AWS',
        aws_region: aws.region,
        iam_sagemaker_role: aws.roleArn,
        s3_bucket_uri: `s3://${aws.bucket}`,
        s3_output_path: 'bench',
        input_schema_name: 'BENCH',
        input_table_or_view_name: 'T',
        target_attribute_name: 'Y',
        max_candidates: 1,
      };
      await call('SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT', JSON.stringify(job));
      await waitForJob(session, aws.region);
      const report = {};
      for (const rows of sizes) {
        await session.query(
          `CREATE OR REPLACE TABLE BENCH.ROWS_TO_PREDICT AS SELECT RANGE_VALUE AS ID, ${features} FROM VALUES BETWEEN 1 AND ${rows}`,
        );
        await session.query('DROP TABLE IF EXISTS BENCH.SCORES');
        const request = {
          job_name: 'bench',
          input_schema_name: 'BENCH',
          input_table_or_view_name: 'ROWS_TO_PREDICT',
          key_columns: ['ID'],
          target_schema_name: 'BENCH',
          target_table_name: 'SCORES',
          instance_type: 'ml.m5.xlarge',
          wait: 3600,
        };
        const start = await timed(() =>
          call('SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', JSON.stringify(request)),
        );
        const bytes = await measureObjects(aws);
        const finish = await timed(() =>
          call('SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', start.result.BATCH_NAME),
        );
        if (Number(finish.result.ROWS_PREDICTED) !== rows) throw new Error(JSON.stringify(finish.result));
        report[`${rows} rows`] = {
          export_and_transform_ms: round(start.ms, 0),
          import_ms: round(finish.ms, 0),
          ...bytes,
          rows_per_second: round((rows / (start.ms + finish.ms)) * 1000, 0),
          sandbox_rss_mib: readRss(pid),
        };
      }
      return report;
    }),
  );
}

/** The sizes of the files that the batch has exported and that its transform job has written. */
async function measureObjects({ endpointUrl: endpoint, region, accessKeyId, secretAccessKey, bucket }) {
  const s3 = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'bench/bench/batch/' }));
  s3.destroy();
  const sum = (part) => Contents.filter(({ Key }) => Key.includes(part)).reduce((total, { Size }) => total + Size, 0);
  return { input_bytes: sum('/in/'), output_bytes: sum('/out/') };
}

async function waitForJob(session, region) {
  for (;;) {
    const { rows } = await session.query(
      `EXECUTE SCRIPT BENCH.SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS('bench', 'BENCH_AWS', '${region}')`,
    );
    if (rows[0]?.[0] === 'Completed') return;
    if (rows[0]?.[0] !== 'InProgress') throw new Error(`The job ended as ${rows[0]?.[0]}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The highest resident memory of a process so far (Linux). */
function readRss(pid) {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return round(Number(peak) / 1024, 0);
}
