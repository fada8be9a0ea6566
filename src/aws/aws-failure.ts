import { describeThrown } from '../errors/user-error.js';

/** What AWS said to a call that failed: `s3:ListBucket: AccessDenied: …`. */
export function describeAwsFailure(operation: string, thrown: unknown): string {
  const name = thrown instanceof Error && thrown.name !== 'Error' ? `${thrown.name}: ` : '';
  return `${operation}: ${name}${describeThrown(thrown)}`;
}

/** SageMaker says ValidationException with "Could not find …" for models, configurations and endpoints alike. */
export function isAbsent(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) {
    return false;
  }
  const isNamed = ['ResourceNotFound', 'ResourceNotFoundException', 'NoSuchUpload'].includes(thrown.name);
  return isNamed || (thrown.name === 'ValidationException' && /could not find|not found/i.test(thrown.message));
}

/** Whether S3 says that a bucket is not there: then nothing of ours is in it. */
export function isBucketGone(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'NoSuchBucket';
}
