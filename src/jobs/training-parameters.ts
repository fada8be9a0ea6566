import type { AwsDefaults, SecuritySettings } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import { omitMissing, parseColumn, parseColumns, parseSeconds, parseTags } from './flag-values.js';
import { makeSecurity } from './security-parameters.js';
import type { FoundTable } from './table-name.js';
import type { TrainingParameters } from './training-file.js';

/** The flags of `sme train` as the user typed them. */
export interface TrainingFlags {
  readonly target?: string | undefined;
  readonly modelName?: string | undefined;
  readonly jobName?: string | undefined;
  readonly query?: string | undefined;
  readonly columns?: string | undefined;
  readonly excludeColumns?: string | undefined;
  readonly problemType?: string | undefined;
  readonly objective?: string | undefined;
  readonly mode?: string | undefined;
  readonly maxCandidates?: string | undefined;
  readonly maxRuntime?: string | undefined;
  readonly maxRuntimePerCandidate?: string | undefined;
  readonly sampleWeightColumn?: string | undefined;
  readonly validationFraction?: string | undefined;
  readonly holdoutFraction?: string | undefined;
  readonly holdoutKey?: string | undefined;
  readonly sampleRows?: string | undefined;
  readonly sampleSeed?: string | undefined;
  /** True with --keep-training-data, false with --no-keep-training-data. */
  readonly keepTrainingData?: boolean | undefined;
  readonly tag?: readonly string[] | undefined;
  /** Flags of settings: the settings contain their values, and only flags override a file. */
  readonly region?: string | undefined;
  readonly bucket?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly connection?: string | undefined;
  readonly outputPath?: string | undefined;
}

/** Where the parameters of a training come from. Flags override the file, the file overrides settings. */
export interface TrainingSources {
  readonly flags: TrainingFlags;
  readonly file: TrainingParameters;
  readonly settings: AwsDefaults;
  readonly security: SecuritySettings;
  /** The table named on the command line. */
  readonly table: FoundTable | undefined;
}

/** A required parameter, and how to give it. */
type Requirement = readonly [key: string, fix: string];

const targetRequirement: Requirement = ['target_attribute_name', '--target COLUMN'];
const awsRequirements: readonly Requirement[] = [
  ['aws_credentials_connection_name', '--connection NAME (or SME_CONNECTION)'],
  ['aws_region', '--region (or AWS_REGION)'],
  ['iam_sagemaker_role', '--role-arn ARN (or SME_ROLE_ARN)'],
  ['s3_bucket_uri', '--bucket NAME (or SME_BUCKET)'],
];

const maxModelNameLength = 17;
const defaultOutputPath = 'sme';

/**
 * Combines the sources into parameters of the training script. Missing values are reported here because only sme knows the flags; the
 * script checks everything else.
 * @throws UserError E-SME-238 with all problems
 */
export function makeTrainingParameters(sources: TrainingSources): TrainingParameters {
  const problems: string[] = [];
  const parameters = combine(sources, fromSettings(sources.settings), problems);
  Object.assign(parameters, readSecurity(sources.security, sources.file));
  if (parameters['job_name'] === undefined && parameters['model_name'] === undefined) {
    parameters['model_name'] = suggestModelName(String(parameters['input_table_or_view_name'] ?? 'model'));
  }
  // the script accepts only one of the two names, and flags override the file
  const { flags } = sources;
  if (flags.jobName !== undefined && flags.modelName === undefined) {
    delete parameters['model_name'];
  } else if (flags.modelName !== undefined && flags.jobName === undefined) {
    delete parameters['job_name'];
  }
  requireParameters(parameters, awsRequirements, problems);
  return parameters;
}

/** Like `makeTrainingParameters`, for an examination of the data, which needs nothing of AWS. @throws UserError E-SME-238 */
export function makeExaminationParameters(sources: Omit<TrainingSources, 'settings' | 'security'>): TrainingParameters {
  const problems: string[] = [];
  const parameters = combine(sources, {}, problems);
  requireParameters(parameters, [], problems);
  return parameters;
}

/** Combines the sources. A later one overrides an earlier one. */
function combine(
  { flags, file, table }: Omit<TrainingSources, 'settings' | 'security'>,
  settings: Readonly<Record<string, unknown>>,
  problems: string[],
): Record<string, unknown> {
  const parameters = omitMissing({
    ...settings,
    ...omitMissing(file),
    ...pickGiven(settings, flags),
    ...omitMissing(readFlags(flags, problems)),
    ...(table === undefined ? {} : { input_schema_name: table.schema, input_table_or_view_name: table.table }),
  });
  if (table !== undefined && flags.query !== undefined) {
    problems.push('a table cannot be combined with --query');
  }
  return parameters;
}

function requireParameters(
  parameters: Readonly<Record<string, unknown>>,
  requirements: readonly Requirement[],
  problems: string[],
): void {
  const input: readonly Requirement[] =
    parameters['input_query'] === undefined ? [['input_table_or_view_name', 'SCHEMA.TABLE, or --query SELECT']] : [];
  for (const [key, fix] of [targetRequirement, ...requirements, ...input]) {
    if (parameters[key] === undefined) {
      problems.push(`${key} is missing; add ${fix}`);
    }
  }
  if (problems.length > 0) {
    throw makeError('E-SME-238', { problems: problems.map((problem) => `  - ${problem}`).join('\n') });
  }
}

/** The older parameter kms_key_id is the same as security.output_kms_key_id, and the script accepts only one of them. */
function readSecurity({ flags, others }: SecuritySettings, file: TrainingParameters): Record<string, unknown> {
  const hasOlder = file['kms_key_id'] !== undefined && file['kms_key_id'] !== null;
  const { output_kms_key_id: _key, ...withoutKey } = others;
  const security = makeSecurity('training', { flags, others: hasOlder ? withoutKey : others }, file['security'] ?? {});
  return {
    ...(security === undefined ? {} : { security }),
    ...(hasOlder && flags.output_kms_key_id !== undefined ? { kms_key_id: flags.output_kms_key_id } : {}),
  };
}

function fromSettings({
  region,
  bucket,
  roleArn,
  connectionName,
  outputPath,
  maxRuntimeSeconds,
  keepTrainingData,
}: AwsDefaults): Record<string, unknown> {
  return omitMissing({
    aws_region: region,
    s3_bucket_uri: bucket === undefined ? undefined : `s3://${bucket}`,
    iam_sagemaker_role: roleArn,
    aws_credentials_connection_name: connectionName?.candidates[0],
    s3_output_path: outputPath ?? defaultOutputPath,
    max_runtime_for_automl_job_in_seconds: maxRuntimeSeconds,
    keep_training_data: keepTrainingData,
  });
}

/** Parameters that settings provide, by the flag that overrides all other sources of the setting. */
const settingFlags = {
  aws_region: 'region',
  s3_bucket_uri: 'bucket',
  iam_sagemaker_role: 'roleArn',
  aws_credentials_connection_name: 'connection',
  s3_output_path: 'outputPath',
} as const satisfies Readonly<Record<string, keyof TrainingFlags>>;

/** The parameters from settings whose flag is given. */
function pickGiven(settings: Readonly<Record<string, unknown>>, flags: TrainingFlags): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settingFlags).flatMap(([key, flag]) =>
      flags[flag] === undefined || settings[key] === undefined ? [] : [[key, settings[key]]],
    ),
  );
}

function readFlags(flags: TrainingFlags, problems: string[]): Record<string, unknown> {
  return {
    target_attribute_name: parseColumn(flags.target),
    model_name: flags.modelName,
    job_name: flags.jobName,
    input_query: flags.query,
    input_columns: parseColumns(flags.columns),
    exclude_columns: parseColumns(flags.excludeColumns),
    problem_type: flags.problemType,
    objective: flags.objective,
    mode: flags.mode?.toUpperCase(),
    max_candidates: flags.maxCandidates,
    max_runtime_for_automl_job_in_seconds: parseSeconds('--max-runtime', flags.maxRuntime, problems),
    max_runtime_per_training_job_in_seconds: parseSeconds(
      '--max-runtime-per-candidate',
      flags.maxRuntimePerCandidate,
      problems,
    ),
    sample_weight_column: parseColumn(flags.sampleWeightColumn),
    validation_fraction: flags.validationFraction,
    holdout_fraction: flags.holdoutFraction,
    holdout_key_columns: parseColumns(flags.holdoutKey),
    sample_rows: flags.sampleRows,
    sample_seed: flags.sampleSeed,
    keep_training_data: flags.keepTrainingData,
    tags: parseTags(flags.tag, problems),
  };
}

/** Turns the name of a table into a model name: letters, digits and hyphens, as AWS requires for a job. */
function suggestModelName(table: string): string {
  const plain = table
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+/g, '');
  return plain.slice(0, maxModelNameLength).replace(/-+$/, '') || 'model';
}
