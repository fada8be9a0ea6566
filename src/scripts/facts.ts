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
    'RequestExpired',
    'InvalidToken',
    'MissingAuthenticationTokenException',
    'IncompleteSignatureException',
  ],
  /** AWS knows the key, but its secret is wrong, or the clock of the caller. These codes also are in `refusedKey`. */
  wrongSecret: ['SignatureDoesNotMatch', 'InvalidSignatureException'],
  /** AWS does not know the key, or it is inactive or lacks its session token. These codes also are in `refusedKey`. */
  unknownKey: ['InvalidAccessKeyId', 'UnrecognizedClientException', 'InvalidClientTokenId'],
  /** The session token of a temporary key has expired. These codes also are in `refusedKey`. */
  expiredToken: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
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
  /** Of jobs that are versions of a model. */
  modelName: 'exasol:model-name',
  modelVersion: 'exasol:model-version',
} as const;

/** The keys of a password in JSON, which a CONNECTION has for credentials that are more than a key ID and a secret. */
export const credentialKeys = [
  'secret_access_key',
  'session_token',
  'role_arn',
  'external_id',
  'sse_type',
  'sse_kms_key_id',
  /** When the session token expires: ISO 8601, UTC. AWS does not tell, so an expired token could not be reported before its use. */
  'expires_at',
] as const;

/** Statuses of an Autopilot job that AWS does not change any more. */
export const endedJobStatuses = ['Completed', 'Failed', 'Stopped'] as const;

/** The column RESULT of the script that deletes an endpoint. */
export const deletionResults = {
  deleted: 'deleted',
  missing: 'did not exist',
  /** A reason follows. */
  kept: 'kept: ',
} as const;

/** What a `security` object can be for. */
export type SecuredRequest = 'training' | 'endpoint' | 'batch';

/** The members of the parameter `security`, by what they are for. AWS has no such option for what is not listed. */
export const securityOptions = {
  training: ['vpc', 'volume_kms_key_id', 'encrypt_inter_container_traffic', 'output_kms_key_id'],
  endpoint: ['vpc', 'volume_kms_key_id', 'network_isolation'],
  batch: ['vpc', 'volume_kms_key_id', 'network_isolation', 'output_kms_key_id'],
} as const satisfies Readonly<Record<SecuredRequest, readonly string[]>>;

/**
 * The members of `security` that a policy can require for an operation, through condition keys such as `sagemaker:VpcSubnets`.
 * Source: AWS service authorization reference, "Actions, resources, and condition keys for Amazon SageMaker".
 */
export const requirableOptions = {
  CreateAutoMLJob: securityOptions.training,
  CreateAutoMLJobV2: securityOptions.training,
  CreateModel: ['vpc', 'network_isolation'],
  CreateEndpointConfig: ['volume_kms_key_id'],
  CreateTransformJob: ['volume_kms_key_id', 'output_kms_key_id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Patterns for texts, each as a regular expression and as a Lua pattern. Lua has no groups and no counts. */
export const patterns = {
  /**
   * The name of a job, model, endpoint configuration or endpoint. The Lua pattern does not check the length: at most 63, for jobs 32.
   * Source: service model of SageMaker, `AutoMLJobName` and `EndpointName`.
   */
  resourceName: {
    regex: '^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$',
    // %f checks the first character without consuming it, so that one character is a name, too
    lua: '^%f[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]$',
  },
  /** Source: botocore, data/partitions.json, `regionRegex`, with all partitions in one pattern. */
  region: { regex: '^[a-z]{2,}(-[a-z]+)+-\\d+$', lua: '^[a-z][a-z]+%-[a-z][a-z-]*%-%d+$' },
  /** The Lua pattern does not check the length: 3 to 63. Source: Amazon S3 user guide, "General purpose bucket naming rules". */
  bucket: { regex: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$', lua: '^[a-z0-9][a-z0-9.-]*[a-z0-9]$' },
  /**
   * The host of a bucket: `<bucket>.s3.<region>.<suffix>`, `<bucket>.s3-<region>.<suffix>` or `<bucket>.s3.<suffix>`, also with FIPS or
   * dual stack, and of an access point. Captures the bucket and the label that is the Region if the host contains one; after FIPS and
   * dual stack, only the regular expression finds it. The suffix depends on the partition (`amazonaws.com`, `amazonaws.eu`, …), so any
   * suffix matches. Source: Amazon S3 user guide, "Virtual hosting of general purpose buckets".
   */
  bucketHost: {
    regex: '^(.+)\\.s3(?:-accesspoint)?(?:-fips)?[.-](?:dualstack\\.)?([^.]+)\\..+$',
    lua: '^(.+)%.s3[.-]([^.]+)%..+$',
  },
  /** The host of path-style addresses, `s3.<region>.<suffix>`. Captures the same label as `bucketHost`. */
  pathStyleHost: {
    regex: '^s3(?:-fips)?[.-](?:dualstack\\.)?([^.]+)\\..+$',
    lua: '^s3[.-]([^.]+)%..+$',
  },
  /** What a VPC endpoint adds to the bucket in a host: `<bucket>.bucket.vpce-1a2b-5e6f.s3.<region>.vpce.<suffix>`. */
  vpcEndpoint: { regex: '\\.bucket\\.vpce-[0-9a-z-]+$', lua: '%.bucket%.vpce%-[0-9a-z-]+$' },
  /** Source: STS API reference, AssumeRole, `ExternalId`. The Lua pattern does not check the length: 2 to 1224. */
  externalId: { regex: '^[\\w+=,.@:/-]{2,1224}$', lua: '^[%w_+=,.@:/-]+$' },
  /** The Lua pattern captures the account, without counting its 12 digits, and the path. Source: service model of SageMaker, `RoleArn`. */
  role: {
    regex: '^arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+$',
    lua: '^arn:aws[a-z-]*:iam::(%d+):role/([%w_+=,.@/-]+)$',
  },
  /** The ID or ARN of a KMS key or an alias. Source: service model of SageMaker, `KmsKeyId`, which also allows an empty text. */
  kmsKeyId: { regex: '^[A-Za-z0-9:/_-]{1,2048}$', lua: '^[A-Za-z0-9:/_-]+$' },
  /** The service model allows any letters, digits and hyphens; the prefix finds IDs that are in the wrong list. */
  subnet: { regex: '^subnet-[0-9A-Za-z]{1,25}$', lua: '^subnet%-[0-9A-Za-z]+$' },
  securityGroup: { regex: '^sg-[0-9A-Za-z]{1,29}$', lua: '^sg%-[0-9A-Za-z]+$' },
  /**
   * Instance types with local storage: a `d` follows the generation, as in `ml.m5d.large` and `ml.g4dn.xlarge`. AWS refuses a KMS key for
   * their volumes. Source: API reference, `CreateEndpointConfig`, `KmsKeyId`.
   */
  localStorageInstance: { regex: '^ml\\.[a-z]+\\d+[a-z]*d[a-z]*\\.', lua: '^ml%.%l+%d+%l*d%l*%.' },
} as const;

/**
 * SQL that formats a value for a CSV cell, by the kind of its type. `@` is the column, `#` the decimal character of the session, with
 * which Exasol converts numbers to text. The export of a training and the CSV lines of predictions use the same expressions.
 */
export const csvExpressions = {
  boolean: "CASE WHEN @ THEN 'true' WHEN NOT @ THEN 'false' END",
  date: "TO_CHAR(@, 'YYYY-MM-DD')",
  timestamp: "TO_CHAR(@, 'YYYY-MM-DD HH24:MI:SS.FF3')",
  /** The text of this type depends on the time zone of the session; CONVERT_TZ returns a TIMESTAMP in UTC. */
  localTimestamp: "TO_CHAR(CONVERT_TZ(@, SESSIONTIMEZONE, 'UTC'), 'YYYY-MM-DD HH24:MI:SS.FF3')",
  number: "REPLACE(CAST(@ AS VARCHAR(100)), '#', '.')",
  /** `@` is the text of the number: 1.5 for 1.50 and 2 for 2.00. */
  fraction: "CASE WHEN INSTR(@, '.') > 0 THEN RTRIM(RTRIM(@, '0'), '.') ELSE @ END",
  /** CHAR is padded with blanks. A model would treat the padded text as a separate category. */
  char: 'RTRIM(@)',
} as const;

/** How a statement divides rows among the processes of a node: `@` are columns, `#` is the number of groups. */
export const hashGroup = "MOD(TO_NUMBER(SUBSTR(HASH_MD5(@), 1, 4), 'XXXX'), #)";

/** One more than the largest hash in `holdoutCondition`: 7 hexadecimal digits. */
export const holdoutSlots = 16 ** 7;

/**
 * True for the rows that a training keeps apart: `@` is the CSV text of the row or its key, `#` the number of hashes that are kept apart.
 * Without a hash, because everything is NULL, a row is used for the training.
 */
export const holdoutCondition = `COALESCE(TO_NUMBER(SUBSTR(HASH_MD5(@), 1, 7), 'XXXXXXX'), ${holdoutSlots}) < #`;
