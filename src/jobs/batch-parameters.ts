import type { SecuritySettings } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import type { JobReference } from './find-job.js';
import { omitMissing, parseColumn, parseColumns, parseTags } from './flag-values.js';
import { makeSecurity } from './security-parameters.js';
import { type FoundTable, parseTableName } from './table-name.js';

/** The flags of `sme predict --batch` as the user typed them. */
export interface BatchFlags {
  readonly sql?: string | undefined;
  readonly into?: string | undefined;
  readonly keyColumns?: string | undefined;
  readonly candidate?: string | undefined;
  readonly instanceType?: string | undefined;
  readonly instanceCount?: string | undefined;
  readonly maxConcurrentTransforms?: string | undefined;
  readonly batchName?: string | undefined;
  readonly tag?: readonly string[] | undefined;
}

/** Parameters of the script that starts a batch prediction, by key. */
export type BatchParameters = Readonly<Record<string, unknown>>;

/**
 * Turns flags into parameters of the script, which checks everything that depends on the job and the database.
 * @param source the table that the user named, or undefined for --sql
 * @throws UserError E-SME-412 with all problems
 */
export function makeBatchParameters(
  flags: BatchFlags,
  reference: JobReference,
  source: FoundTable | undefined,
  security: SecuritySettings,
): BatchParameters {
  const problems: string[] = [];
  if (flags.into === undefined) {
    problems.push('add --into SCHEMA.TABLE, the table that gets the predictions');
  }
  if (flags.instanceType === undefined) {
    problems.push('add --instance-type TYPE, such as ml.m5.xlarge');
  }
  const target = flags.into === undefined ? undefined : parseTableName(flags.into);
  const parameters = omitMissing({
    job_name: reference.job,
    candidate_name: flags.candidate,
    input_schema_name: source?.schema,
    input_table_or_view_name: source?.table,
    input_query: flags.sql,
    key_columns: parseColumns(flags.keyColumns),
    target_schema_name: parseColumn(target?.schema?.text),
    target_table_name: parseColumn(target?.table.text),
    instance_type: flags.instanceType,
    instance_count: flags.instanceCount,
    max_concurrent_transforms: flags.maxConcurrentTransforms,
    batch_name: flags.batchName,
    tags: parseTags(flags.tag, problems),
    security: makeSecurity('batch', security),
    aws_credentials_connection_name: reference.connection,
    aws_region: reference.region,
  });
  if (problems.length > 0) {
    throw makeError('E-SME-412', { problems: problems.map((problem) => `  - ${problem}`).join('\n') });
  }
  return parameters;
}
