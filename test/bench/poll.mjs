// The parts of the duration of one poll: start of the interpreter, import of boto3, and the rest (client, AWS call, Exasol).
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
      const times = [];
      for (let run = 0; run < runs; run += 1) times.push((await timed(poll)).ms);
      const total = median(times);
      const share = (ms) => ({ ms: round(ms, 1), share: round(ms / total) });
      return {
        poll_ms: round(total, 1),
        interpreter: share(interpreter),
        import_of_boto3: share(withBoto3 - interpreter),
        rest: share(total - withBoto3),
      };
    }),
  );
}
