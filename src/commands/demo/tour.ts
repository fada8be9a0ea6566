import { identifier, literal } from '../../exasol/quote.js';
import { names } from '../../scripts/names.js';
import type { Dataset } from './dataset.js';

/** Where the tour takes place. */
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

/** One stop: why, the statement, and what of its answer is worth a look. */
export interface TourStep {
  readonly title: string;
  readonly sql: string;
  /** Parts of the statement that nobody may see. */
  readonly secrets?: readonly string[];
  readonly show: 'nothing' | 'rowCount' | 'table' | 'record';
  /** Of a table: the columns to show, where not all of them. */
  readonly columns?: readonly string[];
  /** Of a table: the columns not to show. */
  readonly hiddenColumns?: readonly string[];
  /** Of a table: how many rows to show. */
  readonly mostRows?: number;
}

export const connectionName = 'AWS_SAGEMAKER';
export const dataSchema = 'DEMO';
/** Enough for models of every kind, few enough to be quick. */
const candidates = 6;

/** Keys of the CSV files that the tour loads, below the bucket. */
export const uploads = { training: 'upload/training.csv', heldOut: 'upload/held-out.csv' } as const;
/** Where training data and results go, below the bucket. */
export const outputPath = 'autopilot';

/** From bare AWS keys to a table in Exasol. */
export function planLoading(place: TourPlace): TourStep[] {
  const { aws, dataset } = place;
  const bucket = `https://${aws.bucket}.s3.${aws.region}.amazonaws.com`;
  return [
    {
      title: 'A CONNECTION holds the bucket and the AWS keys',
      sql: `CREATE OR REPLACE CONNECTION ${identifier(connectionName)} TO ${literal(bucket)}\n  USER ${literal(aws.accessKeyId)} IDENTIFIED BY ${literal(aws.secretAccessKey)}`,
      secrets: [aws.secretAccessKey],
      show: 'nothing',
    },
    { title: 'A schema for the data', sql: `CREATE SCHEMA ${identifier(dataSchema)}`, show: 'nothing' },
    ...planTable(dataset, tableName(dataset), uploads.training, 'Rows to train on'),
    ...(dataset.heldOut.rows === 0
      ? []
      : planTable(dataset, heldOutTableName(dataset), uploads.heldOut, 'Rows that no model will see')),
    {
      title: 'What they look like',
      sql: `SELECT * FROM ${qualify(tableName(dataset))} LIMIT 5`,
      show: 'table',
    },
  ];
}

function planTable(dataset: Dataset, table: string, key: string, title: string): TourStep[] {
  const columns = dataset.columns.map((column) => `  ${identifier(column.name)} ${column.type.sql}`);
  return [
    { title, sql: `CREATE TABLE ${qualify(table)} (\n${columns.join(',\n')}\n)`, show: 'nothing' },
    {
      title: '... loaded from S3',
      sql: `IMPORT INTO ${qualify(table)}\n  FROM CSV AT ${identifier(connectionName)} FILE ${literal(key)} SKIP = 1`,
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
    max_candidates: candidates,
  };
  return {
    title: 'Train: export to S3 in parallel, start an Autopilot job',
    sql: `EXECUTE SCRIPT ${identifier(scriptSchema)}.${identifier(names.train)}(${literal(JSON.stringify(parameters, undefined, 2))})`,
    show: 'record',
  };
}

export function planMetadata({ scriptSchema }: TourPlace, jobName: string): TourStep {
  return {
    title: 'What the extension wrote down about the job',
    sql: `SELECT * FROM ${identifier(scriptSchema)}.${identifier(names.jobTable)} WHERE JOB_NAME = ${literal(jobName)}`,
    show: 'record',
  };
}

export function planPoll({ aws, scriptSchema }: TourPlace, jobName: string): TourStep {
  const values = [jobName, connectionName, aws.region].map(literal).join(', ');
  return {
    title: 'Poll until the job has ended',
    sql: `EXECUTE SCRIPT ${identifier(scriptSchema)}.${identifier(names.pollJobStatus)}(${values})`,
    show: 'nothing',
  };
}

/** `SEATTLE_WEATHER` */
export function tableName(dataset: Dataset): string {
  return dataset.name.replaceAll('-', '_').toUpperCase();
}

export function heldOutTableName(dataset: Dataset): string {
  return `${tableName(dataset)}_HELD_OUT`;
}

export function qualify(table: string): string {
  return `${identifier(dataSchema)}.${identifier(table)}`;
}

/** The statement as people may see it. */
export function maskSecrets({ sql, secrets = [] }: TourStep): string {
  return secrets.reduce((text, secret) => text.replaceAll(literal(secret), "'***'"), sql);
}
