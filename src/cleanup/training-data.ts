/** Where the training data of a job lies, as templates/lua/sme/s3_location.lua puts it:
 * `<base><job>/train/<token of the run>/part-0001.csv.gz`; 0.1.0 wrote no token. */
export interface TrainingPlace {
  readonly bucket: string;
  /** Output path of the training, with a slash at its end; empty for the bucket itself. */
  readonly base: string;
  /** Ends with `/train/`, without the token of a run. */
  readonly prefix: string;
}

/** `templates/lua/sme/s3_export.lua` names files so. */
const filePattern = /^(\d{14}-\d+-\d+\/)?part-\d{4,}\.csv\.gz$/;
/** Time, session and statement of a run, as templates/lua/sme/job_reservation.lua makes them. */
const tokenPattern = /(?<=\/train\/)\d{14}-\d+-\d+\/$/;
/** What AWS takes for the name of a job; the extension, too. */
const jobPattern = /^[A-Za-z0-9](-*[A-Za-z0-9]){0,31}$/;
/** Behind the name of a model, the extension writes the time: `-20261122213000`. */
const timePattern = /-20\d{12}$/;

/** Prefix of a job's training data below an output path. */
export function makeTrainPrefix(base: string, job: string): string {
  return `${base}${job}/train/`;
}

/**
 * Reads S3_TRAIN_URI of a row. Undefined where it is not what the extension writes for that job: whoever may change the table must not
 * be able to point the clearing at something else.
 */
export function readTrainingPlace(uri: string, job: string): TrainingPlace | undefined {
  const [, bucket, path] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || path === undefined || !jobPattern.test(job)) {
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

/** Whether a key is that of a file which an export to this prefix writes. Other objects there are not ours; deeper ones may be another job's. */
export function isExportedFile(prefix: string, key: string): boolean {
  return key.startsWith(prefix) && filePattern.test(key.slice(prefix.length));
}

/** Whether a folder below an output path has a name that the extension has made: a model's name with the time behind it. */
export function isTimedJobName(folder: string): boolean {
  return jobPattern.test(folder) && timePattern.test(folder);
}

/** Whether a folder below an output path may be that of a job. */
export function isJobName(folder: string): boolean {
  return jobPattern.test(folder);
}
