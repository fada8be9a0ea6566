import { z } from 'zod';
import { results } from '../scripts/results.js';
import { describeRow, moment, statement } from './parts.js';

/** The progress of a job: a document of `sme watch` and `sme train --wait`. */
export const jobProgress = z
  .strictObject({
    time: moment,
    job_name: z.string(),
    job_status: z.string(),
    job_secondary_status: z.string(),
    elapsed_seconds: z.number().nullable(),
    limit_seconds: z.number().nullable().describe('Maximum runtime of the job'),
    candidates: z.number().int().nullable().describe('Completed candidates'),
    max_candidates: z.number().int().nullable(),
    best_metric_name: z.string().nullable(),
    best_metric_value: z.number().nullable(),
    best_candidate_name: z.string().nullable(),
    failure_reason: z.string().nullable(),
  })
  .describe('One document for each change');

const trainingStart = z.strictObject({
  dry_run: z.literal(false),
  job_name: z.string(),
  rows_exported: z.number().int().nullable(),
  files_exported: z.number().int().nullable(),
  s3_train_uri: z.string().nullable(),
});

export const training = z.union([trainingStart, statement, jobProgress]);

const jobEndpoint = z.strictObject({
  endpoint_name: z.string(),
  endpoint_status: z.string().describe('Status in AWS; "missing" if AWS has no such endpoint'),
  expires_at: moment.nullable(),
});

export const jobList = z.strictObject({
  jobs: z.array(
    z.strictObject({
      ...describeRow(results.jobsResult),
      created_at: moment.nullable().describe('creation_time_utc in ISO format'),
      endpoints: z.array(jobEndpoint).describe('The endpoints of endpoint_name, one object each'),
    }),
  ),
});

const { trained_at_utc: _column, ...version } = describeRow(results.modelListResult);

export const modelList = z.strictObject({
  models: z.array(
    z.strictObject({ ...version, trained_at: moment.nullable().describe('When the job ended; null while it runs') }),
  ),
});

export const candidateList = z.strictObject({
  job_name: z.string(),
  candidates: z.array(
    z.strictObject({
      ...describeRow(results.candidateColumns),
      created_at: moment.nullable().describe('creation_time_utc in ISO format'),
      ended_at: moment.nullable().describe('end_time_utc in ISO format'),
      metrics: z.array(
        z.strictObject({
          metric: z.string(),
          set: z.string().describe('Data set of the metric: Train, Validation or Test; empty if AWS does not name it'),
          value: z.number(),
        }),
      ),
    }),
  ),
});

export const jobStop = z.strictObject({
  job_name: z.string(),
  job_status: z.string(),
  job_secondary_status: z.string(),
});

export const report = z.strictObject({
  job_name: z.string(),
  job_status: z.string(),
  html: z.string().nullable().describe('The report with --output -, otherwise null'),
  file: z.string().nullable(),
  bytes: z.number().int().nullable(),
  opened: z.boolean().nullable().describe('Whether a browser was started; null without --open'),
});

export const dataCheck = z.strictObject({
  findings: z.array(
    z.strictObject({
      severity: z.enum(['error', 'warning', 'hint']),
      column_name: z.string().nullable().describe('Null if the finding is about the data as a whole'),
      finding: z.string().describe('Name of the finding, as in findings.md, or code of an error'),
      detail: z.string(),
      suggestion: z.string(),
    }),
  ),
  counts: z.strictObject({ error: z.number().int(), warning: z.number().int(), hint: z.number().int() }),
});
