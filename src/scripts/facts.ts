/**
 * Facts about AWS and a few texts that TypeScript, Lua and Python share. `templates/lua/sme/facts.lua` and
 * `templates/python/sme/facts.py` are generated from this file.
 */

/** Error codes of AWS by what they mean for the caller. */
export const errorCodes = {
  /** The same request can succeed a moment later. Source: botocore, retries/standard.py, without the codes of other services. */
  throttling: [
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestThrottled',
    'RequestThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'SlowDown',
  ],
  /** The key is unknown, inactive or expired, or its secret is wrong. */
  refusedKey: [
    'InvalidAccessKeyId',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
    'InvalidSignatureException',
    'InvalidClientTokenId',
    'ExpiredTokenException',
    'ExpiredToken',
    'MissingAuthenticationTokenException',
    'IncompleteSignatureException',
  ],
  /** The key is valid but lacks a permission. S3 answers HEAD requests without a code, so boto3 reports the status. */
  accessDenied: ['AccessDenied', 'AccessDeniedException', '403'],
  /** A quota of the account is used up. */
  quota: ['ResourceLimitExceeded', 'ServiceQuotaExceededException', 'LimitExceededException'],
  /** The account already has an object of this name. */
  nameConflict: ['ResourceInUse', 'ConflictException'],
  /** The bucket is in another Region than the endpoint that was called. */
  wrongRegion: ['AuthorizationHeaderMalformed', 'PermanentRedirect', '301', 'IllegalLocationConstraintException'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Tags that the scripts set on every object that they create in AWS. */
export const tagNames = {
  database: 'exasol:database',
  schema: 'exasol:schema',
  user: 'exasol:user',
  session: 'exasol:session',
  version: 'exasol:extension-version',
  /** When the object is no longer needed: ISO 8601, UTC. */
  expiresAt: 'exasol:expires-at',
} as const;

/** The column RESULT of the script that deletes an endpoint. */
export const deletionResults = {
  deleted: 'deleted',
  missing: 'did not exist',
  /** A reason follows. */
  kept: 'kept: ',
} as const;

/** Text patterns as regular expressions, and as Lua patterns, which have neither groups nor counts. Each matches a whole text. */
export const patterns = {
  /** Source: botocore, data/partitions.json, `regionRegex`, with all partitions in one pattern. */
  region: { regex: '^[a-z]{2,}(-[a-z]+)+-\\d+$', lua: '^[a-z][a-z]+%-[a-z][a-z-]*%-%d+$' },
  /** Length is not part of the Lua pattern: 3 to 63. Source: Amazon S3 user guide, "General purpose bucket naming rules". */
  bucket: { regex: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$', lua: '^[a-z0-9][a-z0-9.-]*[a-z0-9]$' },
  /** The Lua pattern captures the account, which has 12 digits, and the path. Source: service model of SageMaker, `RoleArn`. */
  role: {
    regex: '^arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+$',
    lua: '^arn:aws[a-z-]*:iam::(%d+):role/([%w_+=,.@/-]+)$',
  },
} as const;
