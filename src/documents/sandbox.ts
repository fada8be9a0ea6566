import { z } from 'zod';
import { moment } from './parts.js';

const content = {
  schema_name: z.string().nullable().describe('Schema of the scripts; null with --empty'),
  connection_name: z.string().nullable(),
  data_folder: z.string().nullable().describe('Null if the data is deleted when the sandbox stops'),
};

export const startedSandbox = z.strictObject({
  name: z.string(),
  exasol: z.strictObject({
    host: z.string(),
    port: z.number().int(),
    user: z.string(),
    password: z.string().describe('The same in every sandbox'),
    fingerprint: z.string(),
  }),
  aws: z.strictObject({
    endpoint_url: z.string(),
    region: z.string(),
    access_key_id: z.string(),
    secret_access_key: z.string().describe('The same in every sandbox'),
    bucket: z.string(),
    role_arn: z.string(),
    proxy: z
      .strictObject({ url: z.string(), ca_file: z.string() })
      .nullable()
      .describe('HTTPS proxy that answers for the hosts of AWS'),
  }),
  ...content,
});

/** The access data as 0.1.0 printed it. */
export const formerSandboxKeys = {
  name: startedSandbox.shape.name,
  exasol: startedSandbox.shape.exasol.extend({
    schema: content.schema_name,
    connection: content.connection_name,
  }),
  aws: z.strictObject({
    endpointUrl: z.string(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    bucket: z.string(),
    roleArn: z.string(),
    proxy: z.strictObject({ url: z.string(), caFile: z.string() }).nullable(),
  }),
};

const runningSandbox = {
  name: z.string(),
  pid: z.number().int(),
  responds: z.boolean(),
  started_at: moment,
  exasol: z.string().describe('Host and port'),
  aws_endpoint_url: z.string().nullable(),
  ...content,
};

export const sandboxList = z.strictObject({ sandboxes: z.array(z.strictObject(runningSandbox)) });

export const sandboxStatus = z.strictObject({
  ...runningSandbox,
  tables: z.array(z.string()).describe('As SCHEMA.TABLE, without those of the scripts'),
});

export const stoppedSandboxes = z.strictObject({ stopped: z.array(z.string()).describe('Names of the sandboxes') });

export const loadedTable = z.strictObject({
  schema_name: z.string(),
  table_name: z.string(),
  rows: z.number().int(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), file_column: z.string() })),
});

const score = z.strictObject({
  rows: z.number().int(),
  metric: z.enum(['Accuracy', 'RMSE']),
  value: z.number().nullable(),
});

export const demo = z.strictObject({
  job_name: z.string(),
  job_status: z.string(),
  rows_exported: z.number().int(),
  files_exported: z.number().int(),
  s3_train_uri: z.string(),
  problem_type: z.string().nullable(),
  best_candidate: z.strictObject({ name: z.string(), metric: z.string(), value: z.number() }).nullable(),
  endpoint_name: z.string(),
  held_out: score.nullable().describe('Score on rows that the training did not see; null for a small file'),
  deleted: z.array(z.strictObject({ object: z.string(), name: z.string(), result: z.string() })),
  billable_left: z.number().int().describe('Resources that remain in AWS; 0'),
});
