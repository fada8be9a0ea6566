/**
 * The AWS permissions of each task, for the owner of the keys in the CONNECTION, and those of the role that SageMaker assumes. From this
 * table come the policies below doc/user_guide/iam, the tables of doc/user_guide/grants_and_iam.md, the check `permissions` of `sme doctor`
 * and the permissions that errors name. test/contract/aws-permissions.test.ts compares it with what the scripts call.
 *
 * Source of the resources of each action: Service Authorization Reference of S3, SageMaker, IAM, STS, KMS and Service Quotas.
 */

/** What an action is allowed on. `any` is for actions that IAM cannot limit to resources. */
export type AwsResource =
  | 'bucket'
  | 'objects'
  | 'training-data'
  | 'automl-job'
  | 'model'
  | 'endpoint-config'
  | 'endpoint'
  | 'transform-job'
  | 'role'
  | 'keys-owner'
  | 'data-role'
  | 'kms-key'
  | 'any';

export interface AwsPermission {
  readonly on: AwsResource;
  readonly actions: readonly string[];
  /** What needs the actions, if most users of the task do not need them. Keys without them are complete. */
  readonly onlyFor?: string;
}

export const awsTaskIds = ['train', 'follow', 'serve', 'predict', 'batch', 'cleanup', 'doctor'] as const;
export type AwsTaskId = (typeof awsTaskIds)[number];

export interface AwsTask {
  /** Subject of a sentence, such as "Training". */
  readonly title: string;
  readonly permissions: readonly AwsPermission[];
}

const describeJob = ['sagemaker:DescribeAutoMLJob', 'sagemaker:DescribeAutoMLJobV2'];

/** EXPORT and IMPORT may look up the Region of the bucket; nothing of sme does. */
const readBucket: AwsPermission = { on: 'bucket', actions: ['s3:ListBucket', 's3:GetBucketLocation'] };
const listUploads: AwsPermission = { on: 'bucket', actions: ['s3:ListBucketMultipartUploads'] };
const writeObjects: AwsPermission = {
  on: 'objects',
  actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
};
/** The policies limit it to SageMaker, with a condition on `iam:PassedToService`. */
const passRole: AwsPermission = { on: 'role', actions: ['iam:PassRole'] };

const model = ['sagemaker:CreateModel', 'sagemaker:DescribeModel', 'sagemaker:DeleteModel'];
const tag = ['sagemaker:AddTags', 'sagemaker:ListTags'];

export const awsTasks: Readonly<Record<AwsTaskId, AwsTask>> = {
  train: {
    title: 'Training',
    permissions: [
      readBucket,
      listUploads,
      writeObjects,
      {
        on: 'automl-job',
        // Older versions of boto3 have only the first API.
        actions: ['sagemaker:CreateAutoMLJob', 'sagemaker:CreateAutoMLJobV2', ...describeJob, 'sagemaker:AddTags'],
      },
      passRole,
    ],
  },
  follow: {
    title: 'Following, listing, stopping, reporting and recovering jobs',
    permissions: [
      { on: 'bucket', actions: ['s3:ListBucket'] },
      { on: 'objects', actions: ['s3:GetObject'] },
      { on: 'training-data', actions: ['s3:DeleteObject'], onlyFor: 'trainings with keep_training_data: false' },
      {
        on: 'automl-job',
        actions: [
          ...describeJob,
          'sagemaker:ListCandidatesForAutoMLJob',
          'sagemaker:StopAutoMLJob',
          'sagemaker:ListTags',
        ],
      },
      { on: 'any', actions: ['sagemaker:ListAutoMLJobs', 'sagemaker:ListEndpoints'] },
    ],
  },
  serve: {
    title: 'Creating, updating, listing and deleting endpoints',
    permissions: [
      { on: 'automl-job', actions: [...describeJob, 'sagemaker:ListCandidatesForAutoMLJob'] },
      { on: 'model', actions: [...model, ...tag] },
      {
        on: 'endpoint-config',
        actions: [
          'sagemaker:CreateEndpointConfig',
          'sagemaker:DescribeEndpointConfig',
          'sagemaker:DeleteEndpointConfig',
          'sagemaker:CreateEndpoint',
          'sagemaker:UpdateEndpoint',
          ...tag,
        ],
      },
      {
        on: 'endpoint',
        actions: [
          'sagemaker:CreateEndpoint',
          'sagemaker:DescribeEndpoint',
          'sagemaker:UpdateEndpoint',
          'sagemaker:DeleteEndpoint',
          ...tag,
        ],
      },
      // Which versions of a model have completed.
      { on: 'any', actions: ['sagemaker:ListAutoMLJobs', 'sagemaker:ListEndpoints'] },
      passRole,
    ],
  },
  predict: {
    title: 'Predicting with an endpoint',
    permissions: [{ on: 'endpoint', actions: ['sagemaker:InvokeEndpoint'] }],
  },
  batch: {
    title: 'Batch predictions',
    permissions: [
      readBucket,
      listUploads,
      writeObjects,
      { on: 'automl-job', actions: [...describeJob, 'sagemaker:ListCandidatesForAutoMLJob'] },
      { on: 'model', actions: [...model, ...tag] },
      {
        on: 'transform-job',
        actions: [
          'sagemaker:CreateTransformJob',
          'sagemaker:DescribeTransformJob',
          'sagemaker:StopTransformJob',
          ...tag,
        ],
      },
      { on: 'any', actions: ['sagemaker:ListTransformJobs'] },
      passRole,
    ],
  },
  cleanup: {
    title: 'sme cleanup',
    permissions: [
      { on: 'bucket', actions: ['s3:ListBucket', 's3:ListBucketMultipartUploads'] },
      { on: 'objects', actions: ['s3:DeleteObject', 's3:AbortMultipartUpload'] },
      { on: 'automl-job', actions: ['sagemaker:DescribeAutoMLJobV2'] },
      { on: 'model', actions: ['sagemaker:DescribeModel', 'sagemaker:DeleteModel', 'sagemaker:ListTags'] },
      {
        on: 'endpoint-config',
        actions: ['sagemaker:DescribeEndpointConfig', 'sagemaker:DeleteEndpointConfig', 'sagemaker:ListTags'],
      },
      {
        on: 'endpoint',
        actions: ['sagemaker:DescribeEndpoint', 'sagemaker:DeleteEndpoint', 'sagemaker:ListTags'],
      },
      {
        on: 'any',
        actions: [
          'sagemaker:ListAutoMLJobs',
          'sagemaker:ListEndpoints',
          'sagemaker:ListEndpointConfigs',
          'sagemaker:ListModels',
        ],
      },
    ],
  },
  doctor: {
    title: 'sme doctor',
    permissions: [
      { on: 'bucket', actions: ['s3:ListBucket'] },
      { on: 'objects', actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'] },
      { on: 'endpoint', actions: ['sagemaker:ListTags'] },
      { on: 'any', actions: ['sagemaker:ListEndpoints', 'servicequotas:ListServiceQuotas'] },
      { on: 'role', actions: ['iam:GetRole'] },
      { on: 'keys-owner', actions: ['iam:SimulatePrincipalPolicy'] },
    ],
  },
};

/** What keys need that only assume a role: the role has the other permissions then. */
export const assumeRolePermissions: readonly AwsPermission[] = [{ on: 'data-role', actions: ['sts:AssumeRole'] }];

/** What the keys need for a customer managed KMS key: S3 encrypts and decrypts with their permissions, and SageMaker's jobs get grants. */
export const kmsPermissions: readonly AwsPermission[] = [
  { on: 'kms-key', actions: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey', 'kms:CreateGrant'] },
];

/**
 * What the role that SageMaker assumes needs. An Autopilot job serves its best model for a while to explain it, so that the role needs
 * permissions for models and endpoints. Source: SageMaker developer guide, "How to use SageMaker AI execution roles", CreateAutoMLJob.
 */
export const rolePermissions: readonly AwsPermission[] = [
  { on: 'bucket', actions: ['s3:ListBucket', 's3:GetBucketLocation'] },
  { on: 'objects', actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'] },
  { on: 'model', actions: [...model, 'sagemaker:ListTags'] },
  {
    on: 'endpoint-config',
    actions: [
      'sagemaker:CreateEndpointConfig',
      'sagemaker:DescribeEndpointConfig',
      'sagemaker:DeleteEndpointConfig',
      'sagemaker:CreateEndpoint',
      'sagemaker:ListTags',
    ],
  },
  {
    on: 'endpoint',
    actions: [
      'sagemaker:CreateEndpoint',
      'sagemaker:DescribeEndpoint',
      'sagemaker:DeleteEndpoint',
      'sagemaker:InvokeEndpoint',
      'sagemaker:ListTags',
    ],
  },
  {
    on: 'any',
    actions: [
      'cloudwatch:PutMetricData',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
    ],
  },
  passRole,
];

export const roleKmsPermissions: readonly AwsPermission[] = [
  {
    on: 'kms-key',
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:CreateGrant'],
  },
];

/** What the role needs for jobs and models in a VPC. Source: SageMaker developer guide, "Amazon SageMaker Roles", private VPC. */
export const roleVpcPermissions: readonly AwsPermission[] = [
  {
    on: 'any',
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:CreateNetworkInterfacePermission',
      'ec2:DeleteNetworkInterface',
      'ec2:DeleteNetworkInterfacePermission',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeVpcs',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeSubnets',
      'ec2:DescribeSecurityGroups',
    ],
  },
];

/** Combines the permissions of several tasks: each resource once, each action once, in the order of the table. */
export function mergePermissions(permissions: readonly AwsPermission[]): readonly AwsPermission[] {
  const merged = new Map<AwsResource, Set<string>>();
  for (const { on, actions } of permissions) {
    merged.set(on, new Set([...(merged.get(on) ?? []), ...actions]));
  }
  return [...merged].map(([on, actions]) => ({ on, actions: [...actions] }));
}

/** The actions of a task as errors name them: `s3:ListBucket, GetObject; sagemaker:DescribeAutoMLJob`. */
export function describeActions(permissions: readonly AwsPermission[]): string {
  const byService = new Map<string, Set<string>>();
  for (const action of permissions.flatMap(({ actions }) => actions)) {
    const [service = '', name = ''] = action.split(':');
    byService.set(service, new Set([...(byService.get(service) ?? []), name]));
  }
  return [...byService].map(([service, names]) => `${service}:${[...names].join(', ')}`).join('; ');
}
