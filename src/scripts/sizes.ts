/**
 * Column sizes in characters that hold every legal value. Source: Exasol's limit for identifiers, and the service model of SageMaker.
 */
export const sizes = {
  /** Names in Exasol. */
  identifier: 128,
  jobName: 32,
  candidateName: 64,
  /** Models, endpoint configurations and endpoints. */
  awsResource: 63,
  /** Two identifiers, quoted, with a dot between them. */
  qualifiedName: 517,
  /** AWS allows 1,024; results also contain sentences of this extension. */
  failureReason: 2000,
  roleArn: 2048,
  s3Uri: 1024,
  /** Statuses, problem types and metrics have at most 25 characters today. */
  awsEnum: 100,
  awsRegion: 50,
  kmsKeyId: 2048,
  version: 50,
  longText: 2_000_000,
} as const;

export const varchar = (size: number) => `VARCHAR(${size})`;
export const integer = 'DECIMAL(18,0)';
