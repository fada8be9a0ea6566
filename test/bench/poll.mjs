// One poll through the database, in pairs with a Python process that asks AWS the same question with boto3. Also the parts of a poll: start
// of the interpreter, import of boto3, and the rest (client, AWS call, Exasol).
import { execFileSync } from 'node:child_process';
import { createConnection, withSandboxSession } from './connect.mjs';
import { median, round, timeCommand, timed } from './measure.mjs';
import { withSandbox } from './sandbox-process.mjs';

const runs = 9;
const python = process.env.PYTHON ?? 'python3';

export function benchPoll() {
  const interpreter = timeCommand(runs, python, ['-c', 'pass']);
  const withBoto3 = timeCommand(runs, python, ['-c', 'import boto3']);
  return withSandbox(({ exasol, aws }) =>
    withSandboxSession(exasol, async (session) => {
      const address = ['--host', exasol.host, '--port', String(exasol.port), '--fingerprint', exasol.fingerprint];
      execFileSync(
        process.execPath,
        ['dist/cli.js', 'deploy', ...address, '--user', exasol.user, '--schema', 'BENCH', '--create-schema', '--quiet'],
        { env: { ...process.env, EXASOL_PASSWORD: exasol.password }, stdio: ['ignore', 'ignore', 'inherit'] },
      );
      await session.query(createConnection(aws));
      await session.query(
        "CREATE TABLE BENCH.T AS SELECT RANGE_VALUE AS X, CASE WHEN RANGE_VALUE > 300 THEN 'a' ELSE 'b' END AS Y FROM VALUES BETWEEN 1 AND 600",
      );
      const parameters = {
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
      await session.query(`EXECUTE SCRIPT BENCH.SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT('${JSON.stringify(parameters)}')`);
      const poll = () =>
        session.query(
          `EXECUTE SCRIPT BENCH.SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS('bench', 'BENCH_AWS', '${aws.region}')`,
        );
      const describe = () => {
        const code = `import boto3, sys
url, region, key, secret = sys.argv[1:]
client = boto3.client("sagemaker", endpoint_url=url, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret)
print(client.describe_auto_ml_job_v2(AutoMLJobName="bench")["AutoMLJobStatus"])`;
        execFileSync(python, ['-c', code, aws.endpointUrl, aws.region, aws.accessKeyId, aws.secretAccessKey]);
      };
      const times = { ours: [], boto3: [] };
      for (let run = 0; run < runs; run += 1) {
        times.ours.push((await timed(poll)).ms);
        times.boto3.push((await timed(describe)).ms);
      }
      const total = median(times.ours);
      const ratios = times.ours.map((ms, run) => ms / times.boto3[run]);
      const share = (ms) => ({ ms: round(ms, 1), share: round(ms / total) });
      return {
        poll_ms: round(total, 1),
        boto3_process_ms: round(median(times.boto3), 1),
        ratio_of_pairs: round(median(ratios)),
        interpreter: share(interpreter),
        import_of_boto3: share(withBoto3 - interpreter),
        rest: share(total - withBoto3),
      };
    }),
  );
}
