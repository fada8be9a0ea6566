/** The IAM policies of the guide, from the table of permissions. */
import {
  type AwsPermission,
  type AwsResource,
  assumeRolePermissions,
  awsTaskIds,
  awsTasks,
  kmsPermissions,
  mergePermissions,
  roleKmsPermissions,
  rolePermissions,
  roleVpcPermissions,
} from '../../src/scripts/aws-permissions.js';

/** The Resource of a statement, by what it is. In the template it is a function of CloudFormation. */
export type ResourceNames = Readonly<Record<AwsResource, unknown>>;

const sageMaker = (type: string) => `arn:aws:sagemaker:eu-central-1:123456789012:${type}/*`;

/** The names that readers of the policies replace. */
export const exampleNames: Readonly<Record<AwsResource, string>> = {
  bucket: 'arn:aws:s3:::my-bucket',
  objects: 'arn:aws:s3:::my-bucket/autopilot/*',
  'training-data': 'arn:aws:s3:::my-bucket/autopilot/*/train/*',
  'automl-job': sageMaker('automl-job'),
  model: sageMaker('model'),
  'endpoint-config': sageMaker('endpoint-config'),
  endpoint: sageMaker('endpoint'),
  'transform-job': sageMaker('transform-job'),
  role: 'arn:aws:iam::123456789012:role/ExasolSageMakerRole',
  'keys-owner': 'arn:aws:iam::123456789012:user/exasol-sagemaker',
  'data-role': 'arn:aws:iam::123456789012:role/ExasolDataRole',
  'kms-key': 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555',
  any: '*',
};

const toSageMaker = { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } };

export function makePolicy(permissions: readonly AwsPermission[], names: ResourceNames = exampleNames) {
  const statements = mergePermissions(permissions).flatMap(({ on, actions }) => {
    const passing = actions.filter((action) => action === 'iam:PassRole');
    const others = actions.filter((action) => action !== 'iam:PassRole');
    return [
      ...(others.length === 0 ? [] : [{ Effect: 'Allow', Action: others, Resource: names[on] }]),
      ...(passing.length === 0
        ? []
        : [{ Effect: 'Allow', Action: passing, Resource: names[on], Condition: toSageMaker }]),
    ];
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** All tasks in one policy. */
export const allTasks: readonly AwsPermission[] = awsTaskIds.flatMap((id) => awsTasks[id].permissions);

export const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Name of a file without its ending → policy. */
export const policies: Readonly<Record<string, object>> = {
  ...Object.fromEntries(awsTaskIds.map((id) => [`keys-${id}`, makePolicy(awsTasks[id].permissions)])),
  'keys-all': makePolicy(allTasks),
  'keys-assume-role': makePolicy(assumeRolePermissions),
  'keys-kms': makePolicy(kmsPermissions),
  'role-trust': trustPolicy,
  role: makePolicy(rolePermissions),
  'role-kms': makePolicy(roleKmsPermissions),
  'role-vpc': makePolicy(roleVpcPermissions),
};

/** The tables of permissions for doc/user_guide/grants_and_iam.md. */
export function writePermissionTable(): string {
  const rows = awsTaskIds.flatMap((id) => {
    const { title, permissions } = awsTasks[id];
    return mergePermissions(permissions).map(({ on, actions }, index) => [
      index === 0 ? `[${title}](iam/keys-${id}.json)` : '',
      describeResource[on],
      actions.join(', '),
    ]);
  });
  return [['task', 'on', 'actions'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const describeResource: Readonly<Record<AwsResource, string>> = {
  bucket: 'bucket',
  objects: 'objects below the path',
  'training-data': 'training data below the path (`*/train/*`)',
  'automl-job': 'jobs',
  model: 'models',
  'endpoint-config': 'endpoint configurations',
  endpoint: 'endpoints',
  'transform-job': 'transform jobs',
  role: 'the role of SageMaker',
  'keys-owner': 'the owner of the keys',
  'data-role': 'the role that the keys assume',
  'kms-key': 'KMS key',
  any: '`*`',
};
