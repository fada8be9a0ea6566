/** How the permissions of the published table are compared with the authorizations of the sandbox. */
import { readFileSync } from 'node:fs';
import type { PolicyDocument } from '../../src/sandbox/aws/iam/policy.js';
import type { AwsAccess } from '../../src/sandbox/options.js';
import { type AwsResource, type AwsTaskId, awsTasks } from '../../src/scripts/aws-permissions.js';
import { exampleNames } from '../tools/iam-policies.js';

/** Permissions that a walk on the sandbox does not use, and why the task has them. */
const unused: Readonly<Record<string, string>> = {
  'train s3:GetBucketLocation': "Exasol's loader may look up the Region of the bucket",
  'train s3:GetObject': 'only for files that EXPORT created without rows',
  'train s3:DeleteObject': 'only for files that EXPORT created without rows',
  'batch s3:GetBucketLocation': "Exasol's loader may look up the Region of the bucket",
  'train s3:AbortMultipartUpload': 'only an export that fails aborts its uploads',
  'batch s3:AbortMultipartUpload': 'only an export that fails aborts its uploads',
  'train sagemaker:CreateAutoMLJob': 'only boto3 without the V2 API',
  'train sagemaker:DescribeAutoMLJob': 'only boto3 without the V2 API',
  'follow sagemaker:DescribeAutoMLJob': 'only boto3 without the V2 API',
  'serve sagemaker:DescribeAutoMLJob': 'only boto3 without the V2 API',
  'batch sagemaker:DescribeAutoMLJob': 'only boto3 without the V2 API',
};

const resourcePatterns: readonly (readonly [AwsResource, RegExp])[] = [
  ['bucket', /^arn:aws:s3:::[^/]+$/],
  ['training-data', /^arn:aws:s3:::[^/]+\/.+\/train\//],
  ['objects', /^arn:aws:s3:::[^/]+\/./],
  ['automl-job', /:automl-job\//],
  ['model', /:model\//],
  ['endpoint-config', /:endpoint-config\//],
  ['endpoint', /:endpoint\//],
  ['transform-job', /:transform-job\//],
  ['role', /:role\//],
  ['keys-owner', /:user\//],
  ['any', /^\*$/],
];

/** A permission as the table names it: its action on a kind of resource. */
export function describePermission(action: string, resource: string): string {
  const [on = resource] = resourcePatterns.find(([, pattern]) => pattern.test(resource)) ?? [];
  return `${action} on ${on}`;
}

/** Differences between the permissions that a task used and those of the table. */
export function comparePermissions(task: AwsTaskId, used: ReadonlySet<string>) {
  const listed = awsTasks[task].permissions.flatMap(({ on, actions }) => actions.map((action) => `${action} on ${on}`));
  // Tasks that may use all objects use training data as well.
  const isListed = (permission: string) =>
    listed.includes(permission) || listed.includes(permission.replace(/ on training-data$/, ' on objects'));
  return {
    missing: [...used].filter((permission) => !isListed(permission)),
    superfluous: listed.filter(
      (permission) =>
        !used.has(permission) &&
        !used.has(permission.replace(/ on objects$/, ' on training-data')) &&
        unused[`${task} ${permission.split(' ')[0]}`] === undefined,
    ),
  };
}

/** A published policy with the names of the sandbox instead of those of the examples. */
export function readPolicy({ bucket, region, roleArn }: AwsAccess, name: string, user: string): PolicyDocument {
  const text = readFileSync(`doc/user_guide/iam/${name}.json`, 'utf8')
    .replaceAll('my-bucket', bucket)
    .replaceAll('eu-central-1', region)
    .replaceAll(exampleNames.role, roleArn)
    .replaceAll(exampleNames['keys-owner'], userArn(user));
  return JSON.parse(text);
}

export const userArn = (name: string) => `arn:aws:iam::123456789012:user/${name}`;
