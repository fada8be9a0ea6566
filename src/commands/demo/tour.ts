import { identifier, literal, qualify } from '../../exasol/quote.js';
import { writeCall } from '../../jobs/call-script.js';
import { names } from '../../scripts/names.js';
import type { Dataset } from './dataset.js';

/** The schema, the data and the AWS account of the tour. */
export interface TourPlace {
  /** Schema of the deployed scripts. */
  readonly scriptSchema: string;
  readonly dataset: Dataset;
  readonly aws: {
    readonly region: string;
    readonly bucket: string;
    readonly roleArn: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
}

/** One step: its title, the statement, and what to show of the result. */
export interface TourStep {
  readonly title: string;
  readonly sql: string;
  /** Parts of the statement that are never printed. */
  readonly secrets?: readonly string[];
  readonly show: 'nothing' | 'rowCount' | 'table' | 'record';
  /** For a table: the columns to show; default all. */
  readonly columns?: readonly string[];
  /** For a table: columns to hide. */
  readonly hiddenColumns?: readonly string[];
  /** For a table: maximum number of rows to show. */
  readonly maxRows?: number;
}

export const connectionName = 'AWS_SAGEMAKER';
export const dataSchema = 'DEMO';
/** Enough for every kind of model of the sandbox, and still fast. */
const maxCandidates = 6;

/** Keys of the CSV files in the bucket. */
export const uploads = { training: 'upload/training.csv', heldOut: 'upload/held-out.csv' } as const;
/** Path of training data and results in the bucket. */
export const outputPath = 'autopilot';

/** Steps from AWS keys to a table in Exasol. */
export function planLoading(place: TourPlace): TourStep[] {
  const { aws, dataset } = place;
  const bucket = `https://${aws.bucket}.s3.${aws.region}.amazonaws.com`;
  return [
    {
      title: 'A CONNECTION with the bucket and the AWS keys',
      sql: `CREATE OR REPLACE CONNECTION ${identifier(connectionName)} TO ${literal(bucket)}\n  USER ${literal(aws.accessKeyId)} IDENTIFIED BY ${literal(aws.secretAccessKey)}`,
      secrets: [aws.secretAccessKey],
      show: 'nothing',
    },
    { title: 'A schema for the data', sql: `CREATE SCHEMA ${identifier(dataSchema)}`, show: 'nothing' },
    ...planTable(dataset, tableName(dataset), uploads.training, 'Rows to train on'),
    ...(dataset.heldOut.rows === 0
      ? []
      : planTable(dataset, heldOutTableName(dataset), uploads.heldOut, 'Rows held out from training')),
    {
      title: 'The first rows',
      sql: `SELECT * FROM ${qualify(dataSchema, tableName(dataset))} LIMIT 5`,
      show: 'table',
    },
  ];
}

function planTable(dataset: Dataset, table: string, key: string, title: string): TourStep[] {
  const columns = dataset.columns.map((column) => `  ${identifier(column.name)} ${column.type.sql}`);
  return [
    { title, sql: `CREATE TABLE ${qualify(dataSchema, table)} (\n${columns.join(',\n')}\n)`, show: 'nothing' },
    {
      title: '... loaded from S3',
      sql: `IMPORT INTO ${qualify(dataSchema, table)}\n  FROM CSV AT ${identifier(connectionName)} FILE ${literal(key)} SKIP = 1`,
      show: 'rowCount',
    },
  ];
}

export function planTraining({ aws, dataset, scriptSchema }: TourPlace): TourStep {
  const parameters = {
    model_name: dataset.name,
    aws_credentials_connection_name: connectionName,
    aws_region: aws.region,
    iam_sagemaker_role: aws.roleArn,
    s3_bucket_uri: `s3://${aws.bucket}`,
    s3_output_path: outputPath,
    input_schema_name: dataSchema,
    input_table_or_view_name: tableName(dataset),
    target_attribute_name: dataset.target.name,
    max_candidates: maxCandidates,
  };
  return {
    title: 'Train: export to S3 in parallel, start an Autopilot job',
    sql: writeCall(scriptSchema, names.train, [JSON.stringify(parameters, undefined, 2)]),
    show: 'record',
  };
}

export function planMetadata({ scriptSchema }: TourPlace, jobName: string): TourStep {
  return {
    title: 'The row of the job in the job table',
    sql: `SELECT * FROM ${qualify(scriptSchema, names.jobTable)} WHERE JOB_NAME = ${literal(jobName)}`,
    show: 'record',
  };
}

export function planPoll({ aws, scriptSchema }: TourPlace, jobName: string): TourStep {
  return {
    title: 'Poll until the job has ended',
    sql: writeCall(scriptSchema, names.pollJobStatus, [jobName, connectionName, aws.region]),
    show: 'nothing',
  };
}

/** Returns `SEATTLE_WEATHER` for the data set `seattle-weather`. */
export function tableName(dataset: Dataset): string {
  return dataset.name.replaceAll('-', '_').toUpperCase();
}

export function heldOutTableName(dataset: Dataset): string {
  return `${tableName(dataset)}_HELD_OUT`;
}

/** Returns the statement without its secrets, for printing. */
export function maskSecrets({ sql, secrets = [] }: TourStep): string {
  return secrets.reduce((text, secret) => text.replaceAll(literal(secret), "'***'"), sql);
}
