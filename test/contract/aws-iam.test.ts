import { GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CreateModelCommand, DescribeModelCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { awsAccount } from '../support/aws-sandbox.js';
import { runBoto3 } from '../support/boto3.js';
import { allow, type Keys, startIam } from '../support/iam-sandbox.js';

const { bucket: Bucket, region, roleArn } = awsAccount;
const prefix = `arn:aws:sagemaker:${region}:123456789012`;

describe('the policy of a user', () => {
  test('allows only its actions on its resources', async () => {
    const aws = await startIam();
    const keys = aws.allow(allow(['s3:PutObject', 's3:Get*'], `arn:aws:s3:::${Bucket}/in/*`));
    const s3 = aws.s3(keys);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'in/a', Body: 'x' }));
    await s3.send(new GetObjectCommand({ Bucket, Key: 'in/a' }));
    const outside = s3.send(new PutObjectCommand({ Bucket, Key: 'out/a', Body: 'x' }));
    await expect(outside).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${aws.userOf('ann')} is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::${Bucket}/out/a because no identity-based policy allows the s3:PutObject action`,
    });
    await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'AccessDenied' });
    const { Account } = await aws.sts(keys).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe('123456789012');
  });

  test('must allow the use of a KMS key besides the upload and the download', async () => {
    const aws = await startIam();
    const SSEKMSKeyId = `arn:aws:kms:${region}:123456789012:key/k1`;
    const use = (...actions: string[]) =>
      aws.s3(
        aws.allow(
          {
            Statement: [allow('s3:*', '*').Statement, allow(actions, SSEKMSKeyId).Statement].flat(),
          },
          `user-${actions.length}`,
        ),
      );
    const put = (s3: S3Client) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ServerSideEncryption: 'aws:kms', SSEKMSKeyId }));
    const upload = { Bucket, Key: 'b', ServerSideEncryption: 'aws:kms', SSEKMSKeyId } as const;
    await expect(put(use())).rejects.toMatchObject({
      message: expect.stringContaining(`not authorized to perform: kms:GenerateDataKey on resource: ${SSEKMSKeyId}`),
    });
    const writer = use('kms:GenerateDataKey');
    await put(writer);
    const denied = { message: expect.stringContaining('not authorized to perform: kms:Decrypt') };
    await expect(writer.send(new CreateMultipartUploadCommand(upload))).rejects.toMatchObject(denied);
    await expect(writer.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject(denied);
    const both = use('kms:GenerateDataKey', 'kms:Decrypt');
    await both.send(new CreateMultipartUploadCommand(upload));
    await both.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  });

  test('is evaluated for each key of DeleteObjects', async () => {
    const aws = await startIam();
    const keys = aws.allow(allow('s3:DeleteObject', `arn:aws:s3:::${Bucket}/in/*`));
    for (const Key of ['in/a', 'out/a']) await aws.s3().send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const Objects = [{ Key: 'in/a' }, { Key: 'out/a' }];
    const { Deleted, Errors } = await aws.s3(keys).send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual([{ Key: 'in/a' }]);
    expect(Errors).toEqual([expect.objectContaining({ Key: 'out/a', Code: 'AccessDenied' })]);
    const { Contents } = await aws.s3().send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['out/a']);
  });

  test('must allow tags and passing the role besides the creation itself', async () => {
    const aws = await startIam();
    const create = (keys: Keys) =>
      aws.sagemaker(keys).send(
        new CreateModelCommand({
          ModelName: 'M1',
          ExecutionRoleArn: roleArn,
          Tags: [{ Key: 'a', Value: 'b' }],
          PrimaryContainer: { Image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/x:1' },
        }),
      );
    const creation = `${prefix}:model/m1`;
    const service = (name: string) => ({ StringEquals: { 'iam:PassedToService': name } });
    const policies = [
      allow('sagemaker:CreateModel', creation),
      { Statement: [allow(['sagemaker:CreateModel', 'sagemaker:AddTags'], creation).Statement].flat() },
      {
        Statement: [
          allow(['sagemaker:CreateModel', 'sagemaker:AddTags'], creation).Statement,
          allow('iam:PassRole', roleArn, service('ec2.amazonaws.com')).Statement,
        ].flat(),
      },
    ];
    const missing = [
      `sagemaker:AddTags on resource: ${creation}`,
      `iam:PassRole on resource: ${roleArn}`,
      'iam:PassRole',
    ];
    for (const [index, policy] of policies.entries()) {
      await expect(create(aws.allow(policy, `ann${index}`))).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(`not authorized to perform: ${missing[index]}`),
      });
    }
    const complete = [
      allow(['sagemaker:CreateModel', 'sagemaker:AddTags'], creation).Statement,
      allow('iam:PassRole', roleArn, service('sagemaker.amazonaws.com')).Statement,
    ].flat();
    await expect(create(aws.allow({ Statement: complete }, 'bob'))).rejects.toMatchObject({
      name: expect.not.stringContaining('AccessDenied'),
    });
  });

  test('limits models, endpoints and lists by their ARNs, and an explicit deny wins', async () => {
    const aws = await startIam();
    const keys = aws.allow(allow(['sagemaker:DescribeModel', 'sagemaker:ListModels'], `${prefix}:model/team-*`));
    await expect(aws.sagemaker(keys).send(new DescribeModelCommand({ ModelName: 'Team-A' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(aws.sagemaker(keys).send(new DescribeModelCommand({ ModelName: 'x' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(aws.sagemaker(keys).send(new ListModelsCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('on resource: *'),
    });
    const Statement = [
      allow('sagemaker:*', '*').Statement,
      { Effect: 'Deny' as const, Action: 'sagemaker:InvokeEndpoint', Resource: `${prefix}:endpoint/x` },
    ].flat();
    const denied = aws.allow({ Statement }, 'bob');
    const invoke = (EndpointName: string) =>
      aws.runtime(denied).send(new InvokeEndpointCommand({ EndpointName, Body: '1' }));
    await expect(invoke('X')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('with an explicit deny'),
    });
    await expect(invoke('y')).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('is refused if it has a feature that the sandbox does not evaluate', async () => {
    const { allow: add } = await startIam();
    expect(() => add(allow('s3:*', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))).toThrow("'IpAddress'");
    expect(() => add({ Statement: { Effect: 'Allow', NotAction: 's3:*', Resource: '*' } as never })).toThrow(
      'NotAction',
    );
  });
});

describe('IAM', () => {
  test('returns the trust policy of roles', async () => {
    const { iam, control, sts } = await startIam();
    const { Role } = await iam().send(new GetRoleCommand({ RoleName: 'Training' }));
    expect(Role).toMatchObject({ Arn: roleArn, Path: '/service-role/', RoleName: 'Training' });
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
      Statement: [{ Effect: 'Allow', Principal: { Service: ['sagemaker.amazonaws.com'] }, Action: 'sts:AssumeRole' }],
    });
    const assume = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'ann' });
    await expect(sts().send(assume)).rejects.toMatchObject({ name: 'AccessDenied' });
    control.identities.addRole({ name: 'Data', externalId: 'id-1', trusts: ['arn:aws:iam::123456789012:user/x'] });
    const other = await iam().send(new GetRoleCommand({ RoleName: 'Data' }));
    expect(decodeURIComponent(other.Role?.AssumeRolePolicyDocument ?? '')).toContain('"sts:ExternalId":"id-1"');
    await expect(iam().send(new GetRoleCommand({ RoleName: 'None' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name None cannot be found.',
    });
  });

  test('simulates policies as the services evaluate them', async () => {
    const { iam, allow: add, userOf, control } = await startIam();
    add(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/in/*`));
    const simulate = async (PolicySourceArn: string, ActionNames: string[], ResourceArns: string[], page = 1) => {
      const input = { PolicySourceArn, ActionNames, ResourceArns, MaxItems: page };
      const found: (string | undefined)[] = [];
      for (let Marker: string | undefined; ; ) {
        const answer = await iam().send(new SimulatePrincipalPolicyCommand({ ...input, Marker }));
        for (const { EvalActionName, EvalResourceName, EvalDecision } of answer.EvaluationResults ?? []) {
          found.push(`${EvalActionName} ${EvalResourceName?.split(':').at(-1)} ${EvalDecision}`);
        }
        Marker = answer.Marker;
        if (answer.IsTruncated !== true) return found;
      }
    };
    const objects = [`arn:aws:s3:::${Bucket}/in/a`, `arn:aws:s3:::${Bucket}/a`];
    expect(await simulate(userOf('ann'), ['s3:GetObject', 's3:PutObject'], objects)).toEqual([
      `s3:GetObject ${Bucket}/in/a allowed`,
      `s3:GetObject ${Bucket}/a implicitDeny`,
      `s3:PutObject ${Bucket}/in/a implicitDeny`,
      `s3:PutObject ${Bucket}/a implicitDeny`,
    ]);
    const role = control.identities.addRole({ name: 'R', denies: ['sagemaker:Create*'] });
    const actions = ['sagemaker:CreateModel', 'sagemaker:ListModels'];
    expect(await simulate(role, actions, ['*'], 100)).toEqual([
      'sagemaker:CreateModel * implicitDeny',
      'sagemaker:ListModels * allowed',
    ]);
    await expect(simulate(userOf('nobody'), actions, ['*'])).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const session = 'arn:aws:sts::123456789012:assumed-role/R/ann';
    await expect(simulate(session, actions, ['*'])).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  test('denies the simulation to a user who may not call it, and refuses features that it does not evaluate', async () => {
    const { iam, control, userOf } = await startIam();
    const keys = control.identities.addUser({ name: 'ann', denies: ['iam:*'] });
    const input = { PolicySourceArn: userOf('ann'), ActionNames: ['s3:GetObject'] };
    await expect(iam(keys).send(new SimulatePrincipalPolicyCommand(input))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`iam:SimulatePrincipalPolicy on resource: ${userOf('ann')}`),
    });
    const withBoundary = { ...input, PermissionsBoundaryPolicyInputList: ['{}'] };
    await expect(iam().send(new SimulatePrincipalPolicyCommand(withBoundary))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('PermissionsBoundaryPolicyInputList'),
    });
  });

  test('answers boto3', async () => {
    const { url } = await startIam();
    const script = `
iam = session.client('iam', endpoint_url=url)
role_name = iam.get_role(RoleName=role.split('/')[-1])['Role']
result = iam.simulate_principal_policy(
    PolicySourceArn='arn:aws:iam::123456789012:user/sandbox', ActionNames=['iam:PassRole'], ResourceArns=[role],
    ContextEntries=[{'ContextKeyName': 'iam:PassedToService', 'ContextKeyValues': ['sagemaker.amazonaws.com'], 'ContextKeyType': 'string'}])
quotas = session.client('service-quotas', endpoint_url=url)
pages = quotas.get_paginator('list_service_quotas').paginate(ServiceCode='sagemaker')
names = [quota['QuotaName'] for page in pages for quota in page['Quotas']]
out([role_name['AssumeRolePolicyDocument']['Statement'][0]['Principal'], result['EvaluationResults'][0]['EvalDecision'], len(names) > 100, 'ml.m5.large for endpoint usage' in names])
`;
    expect(await runBoto3(url, script)).toEqual([{ Service: ['sagemaker.amazonaws.com'] }, 'allowed', true, true]);
  });
});
