import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { create, endpointRow, stubs, verbs, type World } from './endpoint-stubs.js';
import { refusal, runBody, scriptBody } from './run-lua.js';

describe('an endpoint that AWS cannot create', () => {
  const quota = {
    operation: 'sagemaker:CreateEndpoint',
    kind: 'service',
    code: 'ResourceLimitExceeded',
    message: 'is 0',
  };

  test.each([
    [
      'a quota',
      { outcome: 'refused', left: [], failures: [quota] },
      /E-SME-162.*E-SME-161.*ResourceLimitExceeded: is 0\./s,
    ],
    [
      'a failure',
      { outcome: 'refused', left: [], reason: 'No ping.' },
      /E-SME-160: The endpoint 'churn' failed: No ping\. Read its log/,
    ],
  ])('leaves neither prediction UDF nor row after %s', async (_, start, expected) => {
    const { statements, error } = await create({ start });
    expect(error).toMatch(expected);
    expect(verbs(statements).slice(-8)).toEqual([
      'START',
      'DROP',
      'DROP',
      'DROP',
      'DROP',
      'COMMIT',
      'DELETE',
      'COMMIT',
    ]);
  });

  test('keeps its row while objects remain, and names them', async () => {
    const { statements, error } = await create({
      start: { outcome: 'refused', left: ["model 'm'"], failures: [quota] },
    });
    expect(error).toContain("E-SME-163: The endpoint 'churn' could not be created.");
    expect(error).toContain("What remains: model 'm' and the prediction UDF.");
    expect(verbs(statements).at(-1)).toBe('START');
  });

  test('names the prediction UDF if it cannot be dropped afterwards', async () => {
    const { statements, error } = await create({
      start: { outcome: 'refused', left: [], failures: [quota] },
      more: [[/^DROP/, refusal('insufficient privileges for dropping')]],
    });
    expect(error).toContain('E-SME-163');
    expect(error).toMatch(
      /What remains: nothing in AWS, but the prediction UDF, or its row \(.*insufficient privileges/,
    );
    expect(statements.filter((sql) => sql.startsWith('DELETE FROM') && !sql.includes('1 = 0'))).toEqual([]);
  });

  test('keeps everything if AWS did not respond', async () => {
    const { statements, error } = await create({ more: [[/ENDPOINT_START_UDF/, refusal('VM crashed')]] });
    expect(error).toMatch(/E-SME-164: It is unknown whether the endpoint 'churn' was created\. E-SME-77.*VM crashed/);
    expect(verbs(statements).at(-1)).toBe('START');
  });

  test('does not advise to delete an endpoint that existed before', async () => {
    const { error } = await create({
      row: endpointRow(),
      endpoint: { status: 'InService', config_name: 'churn-22222222' },
      more: [[/ENDPOINT_START_UDF/, refusal('VM crashed')]],
    });
    expect(error).toMatch(/E-SME-164: It is unknown whether the endpoint 'churn', which existed, was changed\./);
    expect(error).not.toContain('DELETE_SAGEMAKER');
  });

  test('lists the required permissions if one is missing', async () => {
    const denied = { ...quota, code: 'AccessDeniedException' };
    const { error } = await create({ start: { outcome: 'refused', left: [], failures: [denied] } });
    expect(error).toMatch(/E-SME-78.*DeleteEndpoint.*iam:PassRole/);
  });
});

describe('the name of an endpoint', () => {
  const deploy = (endpoint_name: string, world: World = {}) =>
    runBody(scriptBody(names.deployEndpoint), stubs(world), {
      job_name: 'churn',
      endpoint_name,
      schema_name: 'SALES',
      instance_type: 'ml.m5.large',
      instance_count: '1',
      aws_credentials_connection_name: 'AWS',
      aws_region: 'eu-central-1',
    });

  test.each([
    ['APSPredictor', 'APSPredictor', '"SALES"."APSPredictor"'],
    ['churn-2', 'churn-2', '"SALES"."CHURN_2"'],
    ['My_Churn', 'my-churn', '"SALES"."MY_CHURN"'],
  ])('%s is %s in AWS, and its prediction UDF %s', async (endpoint_name, inAws, udf) => {
    expect((await create({}, { endpoint_name })).rows[0]).toEqual(expect.arrayContaining([inAws, udf]));
  });

  test.each([
    ['APSPredictor', 'APSPredictor', '"SALES"."APSPredictor"'],
    ['churn-2', 'churn-2', '"SALES"."churn-2"'],
    ['MY_CHURN', 'my-churn', '"SALES"."MY_CHURN"'],
  ])(
    '%s is %s in AWS, and its prediction UDF %s, for users of the Python extension',
    async (endpoint_name, inAws, udf) => {
      expect((await deploy(endpoint_name)).rows[0]).toEqual(expect.arrayContaining([inAws, udf]));
    },
  );

  test('matches a row in any case, and the row keeps its spelling and its prediction UDF', async () => {
    const row = endpointRow({ 0: 'Churn', 12: 'CHURN' });
    const { rows, statements } = await create({ row }, { endpoint_name: 'cHURN' });
    expect(rows[0]?.slice(0, 3)).toEqual(['Churn', 'Creating', '"SALES"."CHURN"']);
    expect(statements.find((sql) => sql.startsWith('SELECT ENDPOINT_NAME'))).toContain("UPPER('cHURN')");
  });
});
