import { expect, test } from 'vitest';
import { liveVariables, readLiveEnvironment, readRunEnvironment } from '../support/live-environment.js';
import { liveSuites } from '../support/live-suites.js';

const exasol = {
  SME_LIVE: '1',
  EXASOL_HOST: 'db',
  EXASOL_USER: 'sys',
  EXASOL_PASSWORD: ' secret-4711 ',
  EXASOL_FINGERPRINT: 'ab:'.repeat(31).concat('CD'),
};
const aws = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SECRET_ACCESS_KEY: 'secret-4711',
  SME_LIVE_BUCKET: 'b',
  SME_LIVE_ROLE_ARN: 'arn:aws:iam::123456789012:role/R',
};

test('there is no target without SME_LIVE, or outside npm run test:live', () => {
  expect(readLiveEnvironment({ ...exasol, SME_LIVE: undefined })).toEqual({ kind: 'none' });
  expect(readRunEnvironment({ ...exasol, ...aws })).toEqual({ kind: 'none' });
  expect(readRunEnvironment({ ...exasol, ...aws, SME_LIVE_RUN: 'x' })).toMatchObject({ kind: 'live' });
});

test('reads a database, with or without AWS', () => {
  expect(readLiveEnvironment(exasol)).toEqual({
    kind: 'live',
    exasol: { host: 'db', port: 8563, user: 'sys', password: ' secret-4711 ', fingerprint: `${'AB'.repeat(31)}CD` },
    aws: undefined,
    endpoints: false,
  });
  expect(readLiveEnvironment({ ...exasol, ...aws })).toMatchObject({ aws: { bucket: 'b', endpointUrl: undefined } });
});

test('creates endpoints only with SME_LIVE_ENDPOINTS, because AWS charges for them', () => {
  const withEndpoints = { ...exasol, ...aws, SME_LIVE_ENDPOINTS: '1' };
  expect(readLiveEnvironment({ ...exasol, ...aws })).toMatchObject({ endpoints: false });
  expect(readLiveEnvironment(withEndpoints)).toMatchObject({ endpoints: true });
  expect(readLiveEnvironment({ ...withEndpoints, SME_LIVE_ENDPOINTS: 'yes' })).toMatchObject({ kind: 'unusable' });
  expect(readLiveEnvironment({ ...exasol, SME_LIVE_ENDPOINTS: '1' })).toMatchObject({ endpoints: false });
  const suite = 'test/contract/model-path.test.ts';
  expect(liveSuites({ ...withEndpoints, SME_LIVE_RUN: 'x' })).toContain(suite);
  expect(liveSuites({ ...exasol, ...aws, SME_LIVE_RUN: 'x' })).not.toContain(suite);
});

test('reports every problem at once, without secrets', () => {
  const invalid = {
    ...exasol,
    ...aws,
    EXASOL_HOST: '',
    EXASOL_PORT: '99999',
    SME_LIVE_BUCKET: 's3://b',
    AWS_REGION: ' ',
  };
  const read = readLiveEnvironment({ ...invalid, AWS_ACCESS_KEY_ID: 'ASIA' });
  const problems = read.kind === 'unusable' ? read.problems : [];
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'EXASOL_HOST',
    'AWS_REGION',
    'EXASOL_PORT',
    'SME_LIVE_BUCKET',
    'AWS_ACCESS_KEY_ID',
  ]);
  expect(problems.join()).not.toContain('4711');
});

test.each(liveVariables)('$name is reported if it is missing, unless it is optional', ({ name, optional }) => {
  const read = readLiveEnvironment({ ...exasol, ...aws, [name]: undefined });
  if (name === 'SME_LIVE') expect(read).toEqual({ kind: 'none' });
  else if (optional) expect(read.kind).toBe('live');
  else expect(read).toMatchObject({ problems: [expect.stringMatching(`^${name} is not set: `)] });
});
