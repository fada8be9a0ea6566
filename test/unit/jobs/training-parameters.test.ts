import { describe, expect, test } from 'vitest';
import { makeTrainingParameters, type TrainingSources } from '../../../src/jobs/training-parameters.js';

const settings: TrainingSources['settings'] = {
  region: 'eu-central-1',
  bucket: 'my-bucket',
  roleArn: 'arn:aws:iam::123456789012:role/R',
  connectionName: { candidates: ['AWS'], whenNew: 'AWS' },
  outputPath: undefined,
};
const noSettings: TrainingSources['settings'] = {
  region: undefined,
  bucket: undefined,
  roleArn: undefined,
  connectionName: undefined,
  outputPath: undefined,
};
const noSecurity = { flags: {}, others: {} };
const table = { schema: 'SALES', table: 'CUSTOMERS' };
const make = (sources: Partial<TrainingSources>) =>
  makeTrainingParameters({ flags: { target: 'CHURN' }, file: {}, settings, security: noSecurity, table, ...sources });

describe('the parameters of a training', () => {
  test('need a table and a target; the settings provide the rest', () => {
    expect(make({})).toEqual({
      aws_region: 'eu-central-1',
      s3_bucket_uri: 's3://my-bucket',
      iam_sagemaker_role: settings.roleArn,
      aws_credentials_connection_name: 'AWS',
      s3_output_path: 'sme',
      target_attribute_name: 'CHURN',
      input_schema_name: 'SALES',
      input_table_or_view_name: 'CUSTOMERS',
      model_name: 'customers',
    });
  });

  test('prefer flags over the file, and the file over settings', () => {
    const file = { target_attribute_name: 'AGE', aws_region: 'us-east-1', max_candidates: 3, mode: null };
    expect(make({ file, flags: { target: 'CHURN', maxCandidates: '7' } })).toMatchObject({
      target_attribute_name: 'CHURN',
      aws_region: 'us-east-1',
      max_candidates: '7',
    });
    expect(make({ file })).not.toHaveProperty('mode');
  });

  test('prefer the flag of a setting over the file', () => {
    const file = {
      aws_region: 'us-east-1',
      s3_bucket_uri: 's3://file',
      s3_output_path: 'file',
      iam_sagemaker_role: 'arn:file',
      aws_credentials_connection_name: 'FILE',
    };
    expect(make({ file })).toMatchObject(file);
    const flags = { target: 'C', region: 'x', bucket: 'x', outputPath: 'x', roleArn: 'x', connection: 'x' };
    const { input_schema_name, input_table_or_view_name, ...ofSettings } = make({});
    const { model_name: _model, target_attribute_name: _target, ...values } = ofSettings;
    expect(make({ file, flags })).toMatchObject(values);
    expect(make({ file, flags: { target: 'C', bucket: 'x' } })).toMatchObject({
      ...file,
      s3_bucket_uri: values['s3_bucket_uri'],
    });
  });

  test('take the maximum runtime of the settings only if neither flag nor file sets one', () => {
    const limited = { ...settings, maxRuntimeSeconds: 7200 };
    const key = 'max_runtime_for_automl_job_in_seconds';
    expect(make({ settings: limited })[key]).toBe(7200);
    expect(make({ settings: limited, file: { [key]: 60 } })[key]).toBe(60);
    expect(make({ settings: limited, flags: { target: 'C', maxRuntime: '1h' } })[key]).toBe(3600);
  });

  test('keep the training data as flag, file and settings say, in this order', () => {
    const key = 'keep_training_data';
    const kept = { ...settings, keepTrainingData: false };
    expect(make({})).not.toHaveProperty(key);
    expect(make({ settings: kept })[key]).toBe(false);
    expect(make({ settings: kept, file: { [key]: true } })[key]).toBe(true);
    expect(make({ settings: kept, flags: { target: 'C', keepTrainingData: true } })[key]).toBe(true);
    expect(make({ file: { [key]: true }, flags: { target: 'C', keepTrainingData: false } })[key]).toBe(false);
  });

  test.each([
    ['AGE,PLAN', ['AGE', 'PLAN']],
    [' AGE , PLAN ', ['AGE', 'PLAN']],
    ['age,"with, comma","a ""b"""', ['age', 'with, comma', 'a "b"']],
    ['"only"', ['only']],
  ])('accept the list of columns %s', (columns, names) => {
    expect(make({ flags: { target: 'CHURN', columns } })['input_columns']).toEqual(names);
  });

  test('read a quoted column the way SQL does', () => {
    expect(make({ flags: { target: '"my ""target"""' } })['target_attribute_name']).toBe('my "target"');
  });

  test('round times up to whole seconds', () => {
    const flags = { target: 'C', maxRuntime: '90m', maxRuntimePerCandidate: '1500ms' };
    expect(make({ flags })).toMatchObject({
      max_runtime_for_automl_job_in_seconds: 5400,
      max_runtime_per_training_job_in_seconds: 2,
    });
  });

  test('split a tag at its first =', () => {
    const tag = ['team=sales', 'note=a=b', '__proto__=x', 'empty='];
    const { tags } = make({ flags: { target: 'C', tag } });
    expect(Object.entries(tags as object)).toEqual(
      expect.arrayContaining([
        ['team', 'sales'],
        ['note', 'a=b'],
        ['__proto__', 'x'],
        ['empty', ''],
      ]),
    );
  });

  test.each([
    ['CUSTOMERS', 'customers'],
    ['Kunden & Größe 2026', 'kunden-gro-e-2026'],
    ['A_VERY_LONG_TABLE_NAME', 'a-very-long-table'],
    ['__X__', 'x'],
    ['客户', 'model'],
  ])('derive the model name from the table %s', (name, model) => {
    const made = make({ table: { schema: 'S', table: name } })['model_name'];
    expect(made).toMatch(/^[a-z0-9]([a-z0-9-]{0,15}[a-z0-9])?$/);
    if (name !== 'Kunden & Größe 2026') expect(made).toBe(model);
  });

  test('replace the job name or model name of the file by the one in the flags', () => {
    const file = { job_name: 'old', model_name: 'older' };
    expect(make({ file: { model_name: 'old' }, flags: { target: 'C', jobName: 'new' } })).not.toHaveProperty(
      'model_name',
    );
    expect(make({ file, flags: { target: 'C', modelName: 'new' } })).not.toHaveProperty('job_name');
  });
});

describe('invalid parameters', () => {
  test('are reported in one error', () => {
    const flags = { maxRuntime: 'long', tag: ['none', '=x'] };
    expect(() => make({ flags, settings: noSettings, table: undefined })).toThrow(
      expect.objectContaining({ code: 'E-SME-238', exitCode: 2 }),
    );
    try {
      make({ flags, settings: noSettings, table: undefined });
    } catch (thrown) {
      const { message } = thrown as Error;
      for (const part of [
        "--max-runtime 'long'",
        "--tag 'none'",
        "--tag '=x'",
        '--target COLUMN',
        'SME_CONNECTION',
        'AWS_REGION',
        '--role-arn ARN (or SME_ROLE_ARN)',
        'SME_BUCKET',
        'SCHEMA.TABLE, or --query',
      ]) {
        expect(message).toContain(part);
      }
    }
  });

  test('include a table combined with a query', () => {
    expect(() => make({ flags: { target: 'C', query: 'SELECT 1' } })).toThrow('cannot be combined with --query');
    expect(make({ flags: { target: 'C', query: 'SELECT 1' }, table: undefined })).toMatchObject({
      input_query: 'SELECT 1',
      model_name: 'model',
    });
  });
});
