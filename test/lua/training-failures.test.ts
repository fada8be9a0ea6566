import { describe, expect, test } from 'vitest';
import { refusal } from './run-lua.js';
import { kinds, train } from './training-stubs.js';

describe('a failure reports what was done', () => {
  test.each([
    [
      'insufficient privileges for exporting data',
      /EXPORT, the connection "AWS_CONN" and SELECT on the input\.\nAsk an .*: GRANT EXPORT TO <YOU>;/,
    ],
    [
      'ETL-5106: … error code=403 after 0 bytes. InvalidAccessKeyId: The AWS',
      /S3 rejects the keys of the connection 'AWS_CONN'/,
    ],
    ['ETL-5106: … error code=404 … NoSuchBucket', /Check the bucket in the address/],
  ])('of the export: %s', async (text, expected) => {
    const { error, statements } = await train({}, [[/^EXPORT/, refusal(text, '42636')]]);
    expect(error).toContain(
      `E-SME-70: The export to 's3://my-bucket/runs/churn-1/train/<token>/' failed: ${text.replace(/\.$/, '')}`,
    );
    expect(error).toMatch(expected);
    expect(kinds(statements).slice(-3)).toEqual(['EXPORT', 'DELETE', 'COMMIT']);
    expect(error).toContain('The job name is free again.');
  });

  test('to update the row: no job is created', async () => {
    const { error, statements } = await train({}, [[/^UPDATE .* AND RUN_TOKEN/, refusal('disk full')]]);
    expect(error).toContain("E-SME-74: The row of job 'churn-1' could not be written");
    expect(error).toContain('Run the same command again');
    expect(kinds(statements)).not.toContain('SME_AUTOPILOT_TRAINING_START_UDF');
  });

  test('of a run that another run has taken over: no job is created', async () => {
    const { error, statements } = await train({}, [[/^UPDATE .* AND RUN_TOKEN/, 0]]);
    expect(error).toContain("E-SME-261: Another run has taken over the job name 'churn-1'");
    expect(error).toContain('Only this run used the prefix');
    expect(kinds(statements)).not.toContain('SME_AUTOPILOT_TRAINING_START_UDF');
  });

  test('to update the row because of a collision: the update is repeated', async () => {
    let attempts = 0;
    const { error } = await train({}, [
      [
        /^INSERT INTO .* VALUES/,
        () => {
          attempts += 1;
          return attempts < 3
            ? refusal('GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.', '40001')
            : 1;
        },
      ],
    ]);
    expect(error).toBeUndefined();
    expect(attempts).toBe(3);
  });

  test('of AWS: the row is deleted', async () => {
    const failures = [
      {
        operation: 'sagemaker:CreateAutoMLJob',
        kind: 'service',
        code: 'ResourceLimitExceeded',
        message: 'The limit is 4.',
      },
    ];
    const response = JSON.stringify({ outcome: 'refused', problems: [], failures });
    const { error, statements } = await train({}, [[/TRAINING_START_UDF/, [[response]]]]);
    expect(error).toContain("E-SME-75: Job 'churn-1' was not started. 12000 rows in 7 files remain");
    expect(error).toContain('E-SME-81: sagemaker:CreateAutoMLJob failed: ResourceLimitExceeded: The limit is 4.');
    expect(statements.slice(-2)).toEqual([
      `DELETE FROM "SCR"."SME_METADATA_AUTOPILOT_JOBS" WHERE JOB_NAME = 'churn-1' AND RUN_TOKEN = '<token>'`,
      'COMMIT',
    ]);
  });

  test('of AWS without a response: the row is kept, because the job may exist', async () => {
    const failures = [
      { operation: 'sagemaker:CreateAutoMLJob', kind: 'interrupted', code: 'ReadTimeoutError', message: 'timeout' },
    ];
    const response = JSON.stringify({ outcome: 'unknown', problems: [], failures });
    const { error, statements } = await train({}, [[/TRAINING_START_UDF/, [[response]]]]);
    expect(error).toContain("E-SME-76: It is unknown whether job 'churn-1' was started. Its row remains");
    expect(statements.at(-1)).toContain('TRAINING_START_UDF');
  });

  test('of a UDF that crashed: the row is kept', async () => {
    const { error, statements } = await train({}, [
      [/TRAINING_START_UDF/, refusal('Internal error: VM crashed', '22002')],
    ]);
    expect(error).toContain('E-SME-76');
    expect(statements.at(-1)).toContain('TRAINING_START_UDF');
  });
});
