/**
 * SageMaker's errors in AWS's JSON format. Sources of codes and messages: the service model, public issues and documentation. Messages
 * that are not documented are our own.
 */
import type { HttpResponse } from '../http.js';
import type { SignatureProblem } from '../signature.js';

export class SageMakerError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Additional members of the body, as in ModelError. */
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = 'SageMakerError';
  }
}

export const validationException = (message: string): SageMakerError =>
  new SageMakerError('ValidationException', message);

/** The error for every feature of AWS that the sandbox does not support. Nothing is ignored silently. */
export const sandboxGap = (feature: string): SageMakerError =>
  validationException(`The sandbox's SageMaker does not have ${feature}. This is a limit of the sandbox, not of AWS.`);

export const resourceInUse = (message: string): SageMakerError => new SageMakerError('ResourceInUse', message);

export const resourceNotFound = (message: string): SageMakerError => new SageMakerError('ResourceNotFound', message);

/** @param limit AWS's name of the quota, such as `ml.m5.large for endpoint usage` */
export function resourceLimitExceeded(limit: string, unit: string, quota: number, used: number, more: number) {
  return new SageMakerError(
    'ResourceLimitExceeded',
    `The account-level service limit '${limit}' is ${quota} ${unit}, with current utilization of ${used} ${unit} and a request delta of ${more} ${unit}. Please use AWS Service Quotas to request an increase for this quota. If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.`,
  );
}

export const throttlingException = (): SageMakerError => new SageMakerError('ThrottlingException', 'Rate exceeded');

/** The status is 400 in the control plane and 403 in the runtime, as for signatures. */
export const accessDenied = (message: string, status: number): SageMakerError =>
  new SageMakerError('AccessDeniedException', message, status);

export function signatureError(problem: SignatureProblem, status: number): SageMakerError {
  switch (problem.kind) {
    case 'missing':
      return new SageMakerError('MissingAuthenticationTokenException', 'Missing Authentication Token', status);
    case 'malformed':
      return new SageMakerError(
        'IncompleteSignatureException',
        'Authorization header does not follow AWS4-HMAC-SHA256.',
        status,
      );
    case 'expiredToken':
      return new SageMakerError(
        'ExpiredTokenException',
        'The security token included in the request is expired',
        status,
      );
    case 'invalidToken':
    case 'unknownKey':
      return new SageMakerError(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
        status,
      );
    case 'skewed':
    case 'expired':
      return new SageMakerError(
        'InvalidSignatureException',
        'Signature expired: the clocks of client and server differ by more than 15 minutes.',
        status,
      );
    case 'mismatch':
      return new SageMakerError(
        'InvalidSignatureException',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
        status,
      );
  }
}

/** The member is `Message` in errors of the service model and `message` in common errors. */
const serviceModelCodes = new Set(['ResourceInUse', 'ResourceNotFound', 'ResourceLimitExceeded', 'ConflictException']);

export function toErrorResponse(error: SageMakerError): HttpResponse {
  const text = serviceModelCodes.has(error.code) ? { Message: error.message } : { message: error.message };
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: error.code, ...text }),
  };
}

/** The runtime is a REST service: the code is in a header. */
export function toRuntimeErrorResponse(error: SageMakerError): HttpResponse {
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': error.code },
    body: JSON.stringify({ ...error.details, Message: error.message, message: error.message }),
  };
}
