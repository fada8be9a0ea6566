import { z } from 'zod';
import { formerNameOf, schemaName } from './parts.js';

const action = z.enum(['create', 'replace', 'migrate', 'keep', 'drop']);
const count = z.number().int();

const plan = {
  dry_run: z.boolean(),
  changed: z.boolean(),
  schema: formerNameOf('schema_name', z.string()),
  schema_name: schemaName,
  counts: z.strictObject({ create: count, replace: count, migrate: count, drop: count, keep: count }),
  steps: z.array(
    z.strictObject({
      action,
      kind: z.enum(['schema', 'table', 'script']),
      name: z.string(),
      reason: z.string(),
      edits: z
        .array(z.string())
        .nullable()
        .describe(
          'Lines of a diff that the step overwrites in a script that was edited by hand; null if there are none',
        ),
    }),
  ),
  obsolete: z
    .array(z.strictObject({ name: z.string(), reason: z.string() }))
    .describe('Scripts that are not part of this version and are kept'),
  sql: z.string().nullable().describe('The plan as SQL; null unless it was only printed'),
};

const udfs = {
  language_alias: z.string().describe('Script language of the UDFs'),
  udf_environment: z.record(z.string(), z.string()).describe('Environment variables of the UDFs; secrets are masked'),
};

export const deployment = z.strictObject({
  ...plan,
  ...udfs,
  database_version: z.string(),
  runtime: z
    .strictObject({
      python: z.string(),
      boto3: z.string().nullable().describe('Null if boto3 cannot be imported'),
      botocore: z.string().nullable(),
      knows_v2: z.boolean().describe('Whether botocore supports CreateAutoMLJobV2'),
      knowsV2: formerNameOf('knows_v2', z.boolean()),
    })
    .nullable()
    .describe('What the UDFs run on; null with --dry-run, or if the test call failed'),
  grants: z.array(z.string()).nullable().describe('GRANT statements for users of the scripts; null with --dry-run'),
});

export const removal = z.strictObject({
  ...plan,
  endpoints: z
    .array(
      z.strictObject({
        endpoint_name: z.string(),
        aws_region: z.string(),
        endpoint_status: z.string().describe('Status before the removal'),
        status_source: z.enum(['aws', 'table']),
        is_in_table: z.boolean(),
        in_table: formerNameOf('is_in_table', z.boolean()),
        deleted: z.boolean(),
      }),
    )
    .nullable()
    .describe('Endpoints that AWS may bill; null with --dry-run'),
});

export const deploymentStatus = z.strictObject({
  schema: formerNameOf('schema_name', z.string()),
  schema_name: schemaName,
  state: z.enum(['current', 'drifted', 'not_deployed']),
  version: z.string().describe('Version of sme'),
  database_version: z.string(),
  ...udfs,
  objects: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['table', 'script']),
      state: z.enum(['current', 'missing', 'differs', 'foreign', 'obsolete']),
      installed_version: z.string().nullable(),
      reason: z.string(),
    }),
  ),
});

export const rendering = z.strictObject({
  schema: formerNameOf('schema_name', z.string()),
  schema_name: schemaName,
  files: z
    .array(z.union([z.string(), z.strictObject({ name: z.string(), text: z.string() })]))
    .describe('With --out the paths of the files, otherwise their names and texts'),
});
