import { describeThrown, UserError } from '../errors/user-error.js';

/** Describes a failed call: `s3:ListBucket: AccessDenied: …`. An error of sme, for example about a proxy, is not about the operation. */
export function describeAwsFailure(operation: string, thrown: unknown): string {
  if (thrown instanceof UserError) {
    return describeWithFix(thrown);
  }
  const name = thrown instanceof Error && thrown.name !== 'Error' ? `${thrown.name}: ` : '';
  return `${operation}: ${name}${describeThrown(thrown)}`;
}

/** Describes what was thrown. An error of sme also says how to fix it. */
export function describeWithFix(thrown: unknown): string {
  if (!(thrown instanceof UserError)) {
    return describeThrown(thrown);
  }
  const { message, mitigation } = thrown;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${mitigation}`.trim();
}

/** Whether a call failed because its resource does not exist. SageMaker then raises ValidationException with "Could not find …". */
export function isMissing(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) {
    return false;
  }
  const isNamed = ['ResourceNotFound', 'ResourceNotFoundException', 'NoSuchUpload'].includes(thrown.name);
  return isNamed || (thrown.name === 'ValidationException' && /could not find|not found/i.test(thrown.message));
}

/** The response of a call; undefined if its resource does not exist. */
export async function ignoreMissing<Response>(call: Promise<Response>): Promise<Response | undefined> {
  try {
    return await call;
  } catch (thrown) {
    if (isMissing(thrown)) {
      return undefined;
    }
    throw thrown;
  }
}

/** Whether a call failed because the bucket does not exist. */
export function isBucketMissing(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'NoSuchBucket';
}
