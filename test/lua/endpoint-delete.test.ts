import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { allUdfs, endpointRow, stubs, verbs, type World } from './endpoint-stubs.js';
import { refusal, runBody, type Stubs, scriptBody } from './run-lua.js';

describe('deleting an endpoint', () => {
  const remove = (world: World, values: Readonly<Record<string, string | null>> = {}) =>
    runBody(scriptBody(names.deleteEndpoint), stubs(world), {
      endpoint_name: 'churn',
      aws_credentials_connection_name: null,
      aws_region: null,
      ...values,
    });
  const known = { aws_credentials_connection_name: 'AWS', aws_region: 'eu-central-1' };
  const kept = 'kept: it is not a prediction UDF of this endpoint';

  test('drops its prediction UDF and keeps other scripts', async () => {
    const udfs = [
      ['CHURN', '1'],
      ['CHURN_STATISTICS', '0'],
    ] as const;
    const { rows, statements } = await remove({ row: endpointRow(), udfs });
    expect(rows).toEqual([
      ['prediction UDF', '"SALES"."CHURN"', 'deleted'],
      ['script', '"SALES"."CHURN_STATISTICS"', kept],
    ]);
    expect(statements.filter((sql) => sql.startsWith('DROP'))).toEqual(['DROP SCRIPT IF EXISTS "SALES"."CHURN"']);
  });

  test('does not drop a script named in a forged row', async () => {
    const row = endpointRow({ 11: 'HR', 12: 'PAYROLL' });
    const udfs = [['PAYROLL', '1', 'payroll"'] as unknown as readonly [string, string]];
    const { rows, statements } = await remove({ row, udfs });
    expect(rows).toEqual([['prediction UDF', '"HR"."PAYROLL"', kept]]);
    expect(statements.some((sql) => sql.startsWith('DROP'))).toBe(false);
  });

  test('keeps the row if the catalog hides the prediction UDF', async () => {
    const { error, statements } = await remove({
      row: endpointRow(),
      more: [[/^SELECT "SALES"."CHURN"\(\)/, refusal('insufficient privileges for executing a script', '42500')]],
    });
    expect(error).toMatch(
      /E-SME-148.*E-SME-275: The prediction UDF "SALES"."CHURN" may still exist.*\(insufficient privileges for executing a script\)/,
    );
    expect(verbs(statements)).toEqual(['COMMIT', 'REMOVAL']);
  });

  test('deletes the row if the prediction UDF no longer exists', async () => {
    const { rows, statements } = await remove({ row: endpointRow() });
    expect(rows).toEqual([['prediction UDF', '"SALES"."CHURN"', 'did not exist']]);
    expect(verbs(statements)).toEqual(['COMMIT', 'REMOVAL', 'DELETE', 'COMMIT']);
  });

  test('succeeds without a row if connection and Region are missing', async () => {
    const { rows, error } = await remove({ more: [[/^SELECT CONNECTION_NAME/, []]] });
    expect(error).toBeUndefined();
    expect(rows).toEqual([['endpoint', 'churn', expect.stringMatching(/^not in the endpoint table/)]]);
  });

  test('refuses an endpoint without the tags of sme, and keeps row and prediction UDF', async () => {
    const foreign = JSON.stringify({ objects: [], refused: true, problems: ['E-SME-271: …'], failures: [] });
    const { error, statements } = await remove({
      row: endpointRow(),
      udfs: allUdfs,
      more: [[/ENDPOINT_REMOVAL_UDF/, [[foreign]]]],
    });
    expect(error).toMatch(/^"?E-SME-271/);
    expect(verbs(statements)).toEqual(['COMMIT', 'REMOVAL']);
  });

  test('keeps models and configurations that another row uses', async () => {
    const more: Stubs = [[/^SELECT MODEL_NAME, ENDPOINT_CONFIG_NAME/, [['churn-11111111', 'other-config']]]];
    const { statements } = await remove({ row: endpointRow(), more });
    expect(statements.find((sql) => sql.includes('REMOVAL_UDF'))).toContain(
      '"kept_names":["churn-11111111","other-config"]',
    );
  });

  const connection = 'SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_CHURN';
  const ofPythonExtension: Stubs = [
    [/^SELECT CONNECTION_NAME.*WHERE/, [[connection]]],
    [/^SELECT SCRIPT_SCHEMA, SCRIPT_NAME/, [['ML', 'churn']]],
  ];

  test('also drops UDF and connection of an endpoint of the Python extension', async () => {
    const { rows, statements } = await remove({ more: [...ofPythonExtension, [/^DROP/, 1]] }, known);
    expect(rows).toEqual([
      ['prediction UDF', '"ML"."churn"', 'deleted'],
      ['connection', connection, 'deleted'],
    ]);
    expect(statements.find((sql) => sql.includes('REMOVAL_UDF'))).toContain('"from_python_extension":true');
  });

  test('names what remains of an endpoint of the Python extension', async () => {
    const { rows } = await remove(
      { more: [...ofPythonExtension, [/^DROP/, refusal('insufficient privileges')]] },
      known,
    );
    expect(rows).toEqual([
      ['prediction UDF', '"ML"."churn"', 'not deleted: insufficient privileges'],
      ['connection', connection, 'kept: its prediction UDF still exists'],
    ]);
  });
});
