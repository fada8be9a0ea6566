import { UserError } from '../errors/user-error.js';

/** Flags by the parameter that they set, as the texts of the scripts name it. */
type FlagNames = Readonly<Record<string, string>>;

const securityFlags: FlagNames = {
  'security.vpc.subnets': '--subnets',
  'security.vpc.security_group_ids': '--security-groups',
  'security.volume_kms_key_id': '--volume-kms-key',
};

/** Flags of `sme train` and `sme data check`. */
export const trainingFlagNames: FlagNames = {
  ...securityFlags,
  'security.output_kms_key_id': '--output-kms-key',
  'security.encrypt_inter_container_traffic': '--encrypt-traffic',
  aws_credentials_connection_name: '--connection',
  aws_region: '--region',
  exclude_columns: '--exclude-columns',
  holdout_fraction: '--holdout-fraction',
  holdout_key_columns: '--holdout-key',
  iam_sagemaker_role: '--role-arn',
  input_columns: '--columns',
  input_query: '--query',
  job_name: '--job-name',
  keep_training_data: '--keep-training-data',
  max_candidates: '--max-candidates',
  max_runtime_for_automl_job_in_seconds: '--max-runtime',
  max_runtime_per_training_job_in_seconds: '--max-runtime-per-candidate',
  model_name: '--model-name',
  problem_type: '--problem-type',
  s3_bucket_uri: '--bucket',
  s3_output_path: '--output-path',
  sample_rows: '--sample-rows',
  sample_seed: '--sample-seed',
  sample_weight_column: '--sample-weight-column',
  target_attribute_name: '--target',
  validation_fraction: '--validation-fraction',
};

/** Flags of `sme endpoint create`. */
export const endpointFlagNames: FlagNames = {
  ...securityFlags,
  'security.network_isolation': '--network-isolation',
  aws_credentials_connection_name: '--connection',
  aws_region: '--region',
  candidate_name: '--candidate',
  endpoint_name: '--name',
  instance_count: '--instance-count',
  instance_type: '--instance-type',
  key_columns: '--key-columns',
  max_errors: '--max-errors',
  model_name: '--model',
  on_error: '--on-error',
  parallel_requests: '--parallel-requests',
  prediction_schema: '--prediction-schema',
  serverless: '--serverless',
  'serverless.max_concurrency': '--max-concurrency',
  'serverless.memory_mb': '--memory-mb',
  only_if_better: '--only-if-better',
  replace_function: '--replace-function',
  time_to_live_in_seconds: '--ttl',
  view_name: '--view',
  view_query: '--view-sql',
};

/** Flags of `sme evaluate`. */
export const evaluationFlagNames: FlagNames = {
  actual_column: '--actual',
  input_query: '--query',
  positive_label: '--positive-label',
  predicted_column: '--predicted',
  probability_column: '--probability',
  probability_of: '--probability-of',
  problem_type: '--problem-type',
};

/**
 * Replaces names of parameters in a text by the flags that set them. Quoted names are values of the user, and AWS writes about serverless
 * endpoints.
 * @param file parameters that the user wrote into a file; these keep their names
 */
export function nameFlags(text: string, flags: FlagNames = trainingFlagNames, file: object = {}): string {
  const keys = Object.keys(flags).filter((key) => !Object.hasOwn(file, key.split('.', 1)[0] ?? key));
  if (keys.length === 0) {
    return text;
  }
  // The longest first: `serverless.memory_mb` is not `serverless`.
  const names = keys
    .toSorted((a, b) => b.length - a.length)
    .map((key) => key.replaceAll('.', String.raw`\.`))
    .join('|');
  return text.replaceAll(
    new RegExp(String.raw`(?<!['"\w./-])(?:${names})(?!['"\w]|\.\w| endpoints?\b)`, 'g'),
    (key) => flags[key] ?? key,
  );
}

/** The same error with flags in place of parameters. @returns `thrown` itself if sme did not write its text */
export function nameFlagsInError(thrown: unknown, flags: FlagNames, file: object = {}): unknown {
  if (!(thrown instanceof UserError)) {
    return thrown;
  }
  const message = nameFlags(thrown.message, flags, file);
  return message === thrown.message ? thrown : new UserError(thrown.code, message, { ...thrown, cause: thrown.cause });
}
