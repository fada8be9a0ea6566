/** The flags of `sme train` and `sme data check` for parameters that the texts of the scripts name. */
const flags: Readonly<Record<string, string>> = {
  exclude_columns: '--exclude-columns',
  input_columns: '--columns',
  input_query: '--query',
  sample_rows: '--sample-rows',
  sample_weight_column: '--sample-weight-column',
  problem_type: '--problem-type',
  max_candidates: '--max-candidates',
  max_runtime_for_automl_job_in_seconds: '--max-runtime',
  holdout_fraction: '--holdout-fraction',
  holdout_key_columns: '--holdout-key',
  target_attribute_name: '--target',
};

const pattern = new RegExp(String.raw`(?<!['"\w])(?:${Object.keys(flags).join('|')})(?!['"\w])`, 'g');

/** Replaces names of parameters in a text by the flags that set them. Quoted names are values of the user. */
export function nameFlags(text: string): string {
  return text.replaceAll(pattern, (key) => flags[key] ?? key);
}
