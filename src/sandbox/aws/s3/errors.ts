/**
 * S3's errors, verbatim: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * Each function returns a new instance; toErrorResponse renders all of them.
 */
import type { HttpResponse } from '../http.js';
import type { SignatureProblem } from '../signature.js';
import { writeXml, type XmlElement } from './xml.js';

export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: XmlElement = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'S3Error';
  }
}

export const noSuchBucket = (bucket: string): S3Error =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string): S3Error =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

export const noSuchUpload = (uploadId: string): S3Error =>
  new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const invalidArgument = (message: string, name: string, value: string): S3Error =>
  new S3Error(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value });

export const malformedXml = (): S3Error =>
  new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const contentHashMismatch = (): S3Error =>
  new S3Error(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );

/** The error for every unsupported feature. Nothing is ignored silently. */
export const notImplemented = (feature: string): S3Error =>
  new S3Error(501, 'NotImplemented', `The sandbox's S3 does not have ${feature}.`);

export const wrongSigningRegion = (given: string, expected: string): S3Error =>
  new S3Error(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${given}' is wrong; expecting '${expected}'`,
    { Region: expected },
    { 'x-amz-bucket-region': expected },
  );

export const permanentRedirect = (bucket: string, region: string): S3Error =>
  new S3Error(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket },
    { 'x-amz-bucket-region': region },
  );

export const accessDenied = (message: string): S3Error => new S3Error(403, 'AccessDenied', message);

export function signatureError(problem: SignatureProblem): S3Error {
  switch (problem.kind) {
    case 'missing':
      return new S3Error(403, 'AccessDenied', 'Access Denied');
    case 'malformed':
      return new S3Error(
        400,
        'AuthorizationHeaderMalformed',
        'The authorization header is malformed; it does not follow AWS4-HMAC-SHA256.',
      );
    case 'unknownKey':
      return new S3Error(
        403,
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        { AWSAccessKeyId: problem.accessKeyId },
      );
    case 'invalidToken':
      return new S3Error(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
    case 'expiredToken':
      return new S3Error(400, 'ExpiredToken', 'The provided token has expired.');
    case 'skewed':
      return new S3Error(
        403,
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        { RequestTime: problem.timestamp, MaxAllowedSkewMilliseconds: 900_000 },
      );
    case 'expired':
      return new S3Error(403, 'AccessDenied', 'Request has expired');
    case 'mismatch':
      return new S3Error(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        {
          AWSAccessKeyId: problem.accessKeyId,
          StringToSign: problem.stringToSign,
          SignatureProvided: problem.signature,
        },
      );
  }
}

export function toErrorResponse(error: S3Error, resource: string, requestId: string): HttpResponse {
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml', ...error.headers },
    body: writeXml(
      'Error',
      { Code: error.code, Message: error.message, ...error.details, Resource: resource, RequestId: requestId },
      { namespaced: false },
    ),
  };
}
