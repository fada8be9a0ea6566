import { patterns } from '../scripts/facts.js';
import { sizes } from '../scripts/sizes.js';

/**
 * The location of a job's training data, as templates/lua/sme/s3_location.lua writes it: `<base><job>/train/<run token>/part-0001.csv.gz`;
 * version 0.1.0 wrote no run token.
 */
export interface TrainingLocation {
  readonly bucket: string;
  /** The output path of the training with a trailing slash; empty for the root of the bucket. */
  readonly base: string;
  /** Ends with `/train/`, without the run token. */
  readonly prefix: string;
}

/** File names as templates/lua/sme/s3_export.lua writes them. */
const filePattern = /^(\d{14}-\d+-\d+\/)?part-\d{4,}\.csv\.gz$/;
/** Time, session and statement of a run, as templates/lua/sme/job_reservation.lua writes them. */
const tokenPattern = /(?<=\/train\/)\d{14}-\d+-\d+\/$/;
const namePattern = new RegExp(patterns.resourceName.regex);
const trainUriPattern = new RegExp(`^s3://(${patterns.bucket.regex.slice(1, -1)})/(.+)$`);
/** The time that the training script appends to a model name: `-20261122213000`. */
const timePattern = /-20\d{12}$/;

/** The prefix of a job's training data below an output path. */
export function makeTrainPrefix(base: string, job: string): string {
  return `${base}${job}/train/`;
}

/**
 * Parses S3_TRAIN_URI of a row. Returns undefined unless the extension could have written it for that job: users who can change the table
 * must not be able to make sme delete other objects.
 */
export function readTrainingLocation(uri: string, job: string): TrainingLocation | undefined {
  const [, bucket, path] = trainUriPattern.exec(uri) ?? [];
  if (bucket === undefined || path === undefined || !isJobName(job)) {
    return undefined;
  }
  const jobPath = path.replace(tokenPattern, '');
  const ending = makeTrainPrefix('', job);
  if (!jobPath.endsWith(ending)) {
    return undefined;
  }
  const base = jobPath.slice(0, -ending.length);
  return base === '' || base.endsWith('/') ? { bucket, base, prefix: jobPath } : undefined;
}

/** Whether an export to a prefix could have written an object. Other objects are not data of the job. */
export function isExportedFile(prefix: string, key: string): boolean {
  return key.startsWith(prefix) && filePattern.test(key.slice(prefix.length));
}

/** Whether the training script generated the name of a folder: a model name followed by the time. */
export function isGeneratedJobName(folder: string): boolean {
  return isJobName(folder) && timePattern.test(folder);
}

/** Whether AWS accepts the name of a folder below an output path as the name of a job. */
export function isJobName(folder: string): boolean {
  return folder.length <= sizes.jobName && namePattern.test(folder);
}
