/**
 * Sizes that hold every legal value, in characters. Exasol: identifiers have at most 128. AWS (service model of SageMaker): job
 * name 32, candidate name 64, failure reason 1,024, role ARN 2,048, S3 URI 1,024, KMS key 2,048. Problem types and metric names are
 * enums of at most 25 characters; the size leaves room for longer ones.
 */
export const sizes = {
  identifier: 128,
  jobName: 32,
  candidateName: 64,
  /** Models, endpoint configurations and endpoints. */
  awsResource: 63,
  /** Two identifiers, quoted, with a dot between them. */
  qualifiedName: 517,
  failureReason: 2000,
  roleArn: 2048,
  s3Uri: 1024,
  awsEnum: 100,
  awsRegion: 50,
  kmsKeyId: 2048,
  version: 50,
  longText: 2_000_000,
} as const;

/** Types of the columns of tables and results. */
export const varchar = (size: number) => `VARCHAR(${size})`;
export const integer = 'DECIMAL(18,0)';
