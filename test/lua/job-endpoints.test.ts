/** The endpoints in the list of jobs: rows of the endpoint table, combined with what AWS lists. */
import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { refusal, runScript, type StubResult } from './run-lua.js';

const settled = (name: string) => [
  name,
  'AWS',
  'r',
  'Completed',
  'Completed',
  ...Array<null>(6).fill(null),
  true,
  null,
];
const endpoint = (
  job: string,
  name: string,
  status: string | null,
  expiry: string | null = null,
  connection = 'AWS',
) => [...[job, name, status, expiry, connection, 'r']];
const response = (changes: object): StubResult => [
  [null, JSON.stringify({ connection: 'AWS', region: 'r', endpoints: {}, problems: [], failures: [], ...changes })],
];

/** ENDPOINT_STATUS and REMARK of each job. */
async function list(endpoints: StubResult, states: StubResult) {
  const { rows, columns, statements, error } = await runScript(names.listJobs, {}, [
    [/^SELECT JOB_NAME, AWS_CREDENTIALS/, [settled('a'), settled('b')]],
    [/^SELECT JOB_NAME, ENDPOINT_NAME/, endpoints],
    [/_STATES_UDF".*ENDPOINTS"/s, states],
  ]);
  expect(error).toBeUndefined();
  const jobs = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
  return { jobs, statements };
}

describe('the endpoints of a job', () => {
  test('are listed with their current status in AWS', async () => {
    const { jobs } = await list(
      [
        endpoint('a', 'e-1', 'Creating', '2026-11-23 08:15:00'),
        endpoint('a', 'e-2', null),
        endpoint('b', 'e-3', 'InService'),
      ],
      response({ endpoints: { 'e-1': 'InService', 'e-2': 'Creating', 'e-3': 'InService' } }),
    );
    expect(jobs).toMatchObject([
      {
        ENDPOINT_NAME: 'e-1, e-2',
        ENDPOINT_STATUS: 'InService, Creating',
        ENDPOINT_EXPIRES_AT_UTC: '2026-11-23 08:15:00, never',
        REMARK: null,
      },
      { ENDPOINT_NAME: 'e-3', ENDPOINT_STATUS: 'InService', ENDPOINT_EXPIRES_AT_UTC: null, REMARK: null },
    ]);
  });

  test('have the status missing if they do not exist in AWS', async () => {
    const { jobs } = await list([endpoint('a', 'e', 'InService')], response({ endpoints: { e: 'missing' } }));
    expect(jobs[0]).toMatchObject({
      ENDPOINT_STATUS: 'missing',
      REMARK: expect.stringMatching(/^AWS has no endpoint 'e' in Region 'r'\. SME_DELETE_/),
    });
  });

  test('keep the stored status if the call to AWS fails', async () => {
    const denied = {
      operation: 'sagemaker:ListEndpoints',
      kind: 'service',
      code: 'AccessDeniedException',
      message: 'no',
    };
    const rows = [endpoint('a', 'e', 'InService'), endpoint('b', 'f', null, null, 'OTHER')];
    const { jobs } = await list(rows, response({ failures: [denied] }));
    expect(jobs[0]).toMatchObject({
      ENDPOINT_STATUS: 'InService',
      REMARK: expect.stringMatching(
        /^The status of endpoint 'e' is the one stored in its row\. E-SME-78.*ListEndpoints/,
      ),
    });
    expect(jobs[1]).toMatchObject({
      ENDPOINT_STATUS: '?',
      REMARK: expect.stringContaining('too many other endpoints'),
    });
  });

  test('keep the stored status if the UDF cannot run', async () => {
    const { jobs } = await list([endpoint('a', 'e', 'InService')], refusal('script language PYTHON3 not found'));
    expect(jobs[0]).toMatchObject({ ENDPOINT_STATUS: 'InService', REMARK: expect.stringContaining('E-SME-77') });
  });
});

test('need no call to AWS if the endpoint table is empty or missing', async () => {
  for (const endpoints of [[], refusal('object not found')]) {
    const { jobs, statements } = await list(endpoints, []);
    expect(jobs[0]).toMatchObject({ ENDPOINT_NAME: null, REMARK: null });
    expect(statements).toHaveLength(2);
  }
});
