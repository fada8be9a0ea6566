import { describe, expect, test } from 'vitest';
import { type EndpointFlags, makeEndpointParameters } from '../../../src/jobs/endpoint-parameters.js';

const reference = { schema: 'ML', job: 'churn', connection: 'AWS', region: 'eu-central-1' };
const noSecurity = { flags: {}, others: {} };
const make = (flags: EndpointFlags) =>
  makeEndpointParameters({ instanceType: 'ml.m5.large', ...flags }, reference, noSecurity);
const problemsOf = (flags: EndpointFlags): string => {
  try {
    makeEndpointParameters(flags, reference, noSecurity);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : '';
  }
  throw new Error('expected an error');
};

describe('the parameters of an endpoint', () => {
  test('combine the flags with connection and Region of the job', () => {
    expect(make({})).toEqual({
      job_name: 'churn',
      instance_type: 'ml.m5.large',
      aws_credentials_connection_name: 'AWS',
      aws_region: 'eu-central-1',
    });
  });

  test.each<[string, unknown]>([
    ['ID', ['ID']],
    ['ID,"my, key"', ['ID', 'my, key']],
    [
      'ID:DECIMAL(18,0) , K : VARCHAR(10) UTF8',
      [
        { name: 'ID', type: 'DECIMAL(18,0)' },
        { name: 'K', type: 'VARCHAR(10) UTF8' },
      ],
    ],
    ['"a:b","say ""x""":INT', ['a:b', { name: 'say "x"', type: 'INT' }]],
  ])('contain the key columns %s', (keyColumns, expected) => {
    expect(make({ keyColumns })['key_columns']).toEqual(expected);
  });

  test.each([
    ['8h', 28_800],
    ['30d', 2_592_000],
    ['1500ms', 2],
  ])('contain the time to live %s in seconds', (ttl, seconds) => {
    expect(make({ ttl })['time_to_live_in_seconds']).toBe(seconds);
  });

  test.each(['8', '1.5'])('reject the time to live %s without a unit', (ttl) => {
    expect(problemsOf({ ttl })).toContain(`--ttl '${ttl}' is not a duration`);
  });

  test('leave missing limits of a serverless endpoint to the script', () => {
    expect(makeEndpointParameters({ serverless: true }, reference, noSecurity)['serverless']).toEqual({});
  });

  test('report every problem in one error', () => {
    const text = problemsOf({ ttl: 'soon', tag: ['x'], keyColumns: ':INT', maxConcurrency: '1' });
    for (const part of [
      "--ttl 'soon'",
      "--tag 'x'",
      "--key-columns ':INT'",
      '--max-concurrency',
      '--instance-type TYPE',
    ]) {
      expect(text).toContain(part);
    }
    expect(problemsOf({ serverless: true, instanceCount: '2' })).toContain('--serverless cannot be combined with');
  });
});
