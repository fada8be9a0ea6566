/** A CloudFormation template for the bucket, the owner of the keys and the role of SageMaker. */
import {
  kmsPermissions,
  roleKmsPermissions,
  rolePermissions,
  roleVpcPermissions,
} from '../../src/scripts/aws-permissions.js';
import { allTasks, makePolicy, type ResourceNames, trustPolicy } from './iam-policies.js';

const sub = (text: string) => ({ 'Fn::Sub': text });
const ref = (name: string) => ({ Ref: name });
const attribute = (resource: string, name: string) => ({ 'Fn::GetAtt': [resource, name] });
const when = (condition: string, yes: unknown, no: unknown) => ({ 'Fn::If': [condition, yes, no] });
const noValue = ref('AWS::NoValue');

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of CloudFormation */
const sageMaker = (type: string) =>
  sub(`arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:${type}/*`);

const names: ResourceNames = {
  bucket: sub('arn:${AWS::Partition}:s3:::${Bucket}'),
  objects: sub('arn:${AWS::Partition}:s3:::${Bucket}/${DataPath}/*'),
  'training-data': sub('arn:${AWS::Partition}:s3:::${Bucket}/${DataPath}/*/train/*'),
  'automl-job': sageMaker('automl-job'),
  model: sageMaker('model'),
  'endpoint-config': sageMaker('endpoint-config'),
  endpoint: sageMaker('endpoint'),
  'transform-job': sageMaker('transform-job'),
  role: attribute('SageMakerRole', 'Arn'),
  'keys-owner': when('HasUser', attribute('KeysUser', 'Arn'), attribute('KeysRole', 'Arn')),
  // Only the policy of somebody else's keys names the role that they assume.
  'data-role': attribute('KeysRole', 'Arn'),
  'kms-key': ref('KmsKeyArn'),
  any: '*',
};

const toKeys = {
  Users: when('HasUser', [ref('KeysUser')], noValue),
  Roles: when('HasUser', noValue, [ref('KeysRole')]),
};
const toSageMakerRole = { Roles: [ref('SageMakerRole')] };

export function makeTemplate() {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Bucket, keys and role for training and predicting with SageMaker Autopilot from Exasol',
    Parameters: {
      BucketName: {
        Type: 'String',
        Default: '',
        Description: 'Name of the bucket; empty = CloudFormation chooses one',
        AllowedPattern: '^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      },
      DataPath: {
        Type: 'String',
        Default: 'autopilot',
        Description:
          'Path of the training data and results in the bucket (s3_output_path), without slashes at its ends',
        AllowedPattern: "^[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*$",
      },
      TrustedPrincipalArn: {
        Type: 'String',
        Default: '',
        Description: 'Empty = a user for long-term keys; otherwise a role that this ARN may assume with its own keys',
        AllowedPattern: '^$|^arn:aws[a-z-]*:iam::[0-9]{12}:.+$',
      },
      ExternalId: {
        Type: 'String',
        Default: '',
        NoEcho: true,
        Description: 'External ID that is necessary to assume the role; empty = none',
        AllowedPattern: '^$|^[A-Za-z0-9_+=,.@:/-]{2,1224}$',
      },
      KmsKeyArn: {
        Type: 'String',
        Default: '',
        Description: 'ARN of a KMS key that encrypts the bucket and is used by jobs; empty = SSE-S3',
        AllowedPattern: '^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$',
      },
      UseVpc: {
        Type: 'String',
        Default: 'false',
        AllowedValues: ['true', 'false'],
        Description: 'Whether jobs and models run in a VPC (parameter security.vpc)',
      },
    },
    Conditions: {
      HasBucketName: { 'Fn::Not': [{ 'Fn::Equals': [ref('BucketName'), ''] }] },
      HasUser: { 'Fn::Equals': [ref('TrustedPrincipalArn'), ''] },
      HasRole: { 'Fn::Not': [{ 'Fn::Equals': [ref('TrustedPrincipalArn'), ''] }] },
      HasExternalId: { 'Fn::Not': [{ 'Fn::Equals': [ref('ExternalId'), ''] }] },
      HasKmsKey: { 'Fn::Not': [{ 'Fn::Equals': [ref('KmsKeyArn'), ''] }] },
      HasVpc: { 'Fn::Equals': [ref('UseVpc'), 'true'] },
    },
    Resources: {
      Bucket: {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketName: when('HasBucketName', ref('BucketName'), noValue),
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                ServerSideEncryptionByDefault: {
                  SSEAlgorithm: when('HasKmsKey', 'aws:kms', 'AES256'),
                  KMSMasterKeyID: when('HasKmsKey', ref('KmsKeyArn'), noValue),
                },
                BucketKeyEnabled: when('HasKmsKey', true, noValue),
              },
            ],
          },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          LifecycleConfiguration: {
            Rules: [
              {
                Id: 'AbortUnfinishedUploads',
                Status: 'Enabled',
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
              },
            ],
          },
        },
      },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: ref('Bucket'),
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'OnlyTls',
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: [sub('arn:${AWS::Partition}:s3:::${Bucket}'), sub('arn:${AWS::Partition}:s3:::${Bucket}/*')],
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
            ],
          },
        },
      },
      SageMakerRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trustPolicy } },
      SageMakerPolicy: policyOf(makePolicy(rolePermissions, names), toSageMakerRole),
      SageMakerKmsPolicy: policyOf(makePolicy(roleKmsPermissions, names), toSageMakerRole, 'HasKmsKey'),
      SageMakerVpcPolicy: policyOf(makePolicy(roleVpcPermissions, names), toSageMakerRole, 'HasVpc'),
      KeysUser: { Type: 'AWS::IAM::User', Condition: 'HasUser' },
      KeysRole: {
        Type: 'AWS::IAM::Role',
        Condition: 'HasRole',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: ref('TrustedPrincipalArn') },
                Action: 'sts:AssumeRole',
                Condition: when('HasExternalId', { StringEquals: { 'sts:ExternalId': ref('ExternalId') } }, noValue),
              },
            ],
          },
        },
      },
      KeysPolicy: policyOf(makePolicy(allTasks, names), toKeys),
      KeysKmsPolicy: policyOf(makePolicy(kmsPermissions, names), toKeys, 'HasKmsKey'),
    },
    Outputs: {
      Bucket: { Description: 'For --bucket', Value: ref('Bucket') },
      DataPath: { Description: 'For --output-path', Value: ref('DataPath') },
      SageMakerRoleArn: { Description: 'For --role-arn', Value: attribute('SageMakerRole', 'Arn') },
      KeysUserName: {
        Condition: 'HasUser',
        Description: 'For aws iam create-access-key --user-name',
        Value: ref('KeysUser'),
      },
      KeysRoleArn: { Condition: 'HasRole', Description: 'For --assume-role', Value: attribute('KeysRole', 'Arn') },
    },
  };
}
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of CloudFormation */

/** Managed policies may have 6,144 characters, those inside of a user only 2,048. */
function policyOf(policy: object, attachment: object, condition?: string) {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    ...(condition === undefined ? {} : { Condition: condition }),
    Properties: { PolicyDocument: policy, ...attachment },
  };
}
