import { formatCount, formatSeconds } from '../text/format-values.js';
import { describeSecurity } from './security-parameters.js';
import type { TrainingParameters } from './training-file.js';

const readParameter = (parameters: TrainingParameters, key: string) =>
  parameters[key] === undefined ? undefined : String(parameters[key]);

/**
 * Describes in full sentences what will happen and what AWS bills.
 * @param rowCount rows of the input table, if known
 */
export function describeTraining(parameters: TrainingParameters, rowCount?: number): string {
  const text = (key: string) => readParameter(parameters, key);
  const input = text('input_query') ?? `${text('input_schema_name')}.${text('input_table_or_view_name')}`;
  const name = text('job_name') ?? `${text('model_name')}-<time>`;
  const [candidates, seconds] = [text('max_candidates'), Number(parameters['max_runtime_for_automl_job_in_seconds'])];
  const limits = [
    ...(candidates === undefined ? [] : [`${candidates} candidates`]),
    ...(Number.isNaN(seconds) ? [] : [formatSeconds(seconds)]),
  ];
  const rows = rowCount === undefined ? '' : ` (${formatCount(rowCount)} rows)`;
  return [
    `${input}${rows} will be exported to ${text('s3_bucket_uri')}/${text('s3_output_path')}, and the SageMaker Autopilot job ${name} will train models that predict ${text('target_attribute_name')}.`,
    ...describeRows(parameters),
    ...describeSecurity(parameters),
    ...(keepsData(parameters) ? [] : ['The exported data is deleted from S3 after the job has ended.']),
    limits.length === 0
      ? 'No limits are set, so those of AWS apply: 250 candidates and 30 days. Set lower ones with --max-candidates and --max-runtime.'
      : `The job ends after at most ${limits.join(' or ')}.`,
    'AWS bills the instances that process the data and train the candidates for as long as they run, and the storage on S3. Candidates, runtime and rows drive the bill.',
  ].join('\n');
}

/** The script accepts text too. */
function keepsData(parameters: TrainingParameters): boolean {
  return readParameter(parameters, 'keep_training_data')?.trim().toLowerCase() !== 'false';
}

/** Describes which rows of the input are exported, if not all are. */
export function describeRows(parameters: TrainingParameters): readonly string[] {
  const text = (key: string) => readParameter(parameters, key);
  const [sample, fraction] = [text('sample_rows'), text('holdout_fraction')];
  const key = parameters['holdout_key_columns'];
  const unit = Array.isArray(key) ? `values of ${key.join(', ')}` : 'rows';
  return [
    ...(fraction === undefined
      ? []
      : [`Rows are kept apart for an evaluation: about ${describeShare(fraction)} of the ${unit}.`]),
    ...(sample === undefined
      ? []
      : [
          `The training uses a sample of at most ${sample} rows (seed ${text('sample_seed') ?? 0}); each class keeps its share.`,
        ]),
  ];
}

/** `0.2` → `20 %`. The script reports a text that is not a number. */
function describeShare(fraction: string): string {
  const percent = Number(fraction) * 100;
  return Number.isFinite(percent) ? `${Number(percent.toPrecision(4))} %` : fraction;
}
