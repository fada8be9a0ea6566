/** The published policies and the CloudFormation template. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { awsTaskIds } from '../../../src/scripts/aws-permissions.js';
import { makeTemplate } from '../../tools/cloud-formation.js';
import { exampleNames, policies } from '../../tools/iam-policies.js';
import { writePolicyFiles } from '../../tools/policy-files.js';

const folder = 'doc/user_guide/iam';
const files = writePolicyFiles();

test.each(Object.entries(files))('%s is up to date', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('the folder has no other files, and the page links to each policy of a task', () => {
  expect(
    readdirSync(folder)
      .map((name) => `${folder}/${name}`)
      .sort(),
  ).toEqual(Object.keys(files).sort());
  const page = readFileSync('doc/user_guide/grants_and_iam.md', 'utf8');
  for (const path of Object.keys(files)) expect(page).toContain(`(${path.replace('doc/user_guide/', '')})`);
});

test('no policy is larger than AWS allows, or allows all actions', () => {
  for (const policy of Object.values(policies)) {
    const text = JSON.stringify(policy);
    expect(text.length).toBeLessThan(6144);
    expect(text).not.toMatch(/"(?:[a-z0-9]+:)?\*"\]?,"Resource"/);
  }
});

test('iam:PassRole is only allowed for SageMaker', () => {
  for (const id of [...awsTaskIds.map((task) => `keys-${task}`), 'keys-all', 'role']) {
    for (const statement of statementsOf(policies[id])) {
      if (!statement.Action.includes('iam:PassRole')) continue;
      expect(statement).toEqual({
        Effect: 'Allow',
        Action: ['iam:PassRole'],
        Resource: exampleNames.role,
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      });
    }
  }
});

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: unknown;
}

const statementsOf = (policy: unknown) => (policy as { Statement: readonly Statement[] }).Statement;

/** Values of references and attributes, for a stack with the names of the examples. */
const values: Readonly<Record<string, string>> = {
  Bucket: 'my-bucket',
  DataPath: 'autopilot',
  KmsKeyArn: exampleNames['kms-key'],
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
  'SageMakerRole.Arn': exampleNames.role,
  'KeysUser.Arn': exampleNames['keys-owner'],
};

/** Evaluates the functions of a template in which all conditions are true. */
function evaluate(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(evaluate);
  if (typeof node !== 'object' || node === null) return node;
  const [[name, argument] = [], ...others] = Object.entries(node);
  if (others.length === 0) {
    if (name === 'Ref') return values[argument] ?? `{${argument}}`;
    if (name === 'Fn::GetAtt') return values[argument.join('.')] ?? `{${argument.join('.')}}`;
    if (name === 'Fn::If') return evaluate(argument[1]);
    if (name === 'Fn::Sub') return argument.replaceAll(/\$\{([^}]+)\}/g, (_: string, key: string) => values[key]);
  }
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, evaluate(member)]));
}

describe('the CloudFormation template', () => {
  const template = makeTemplate();
  const resources = evaluate(template.Resources) as Record<string, { Properties: Record<string, unknown> }>;

  test.each([
    ['KeysPolicy', 'keys-all'],
    ['KeysKmsPolicy', 'keys-kms'],
    ['SageMakerPolicy', 'role'],
    ['SageMakerKmsPolicy', 'role-kms'],
    ['SageMakerVpcPolicy', 'role-vpc'],
  ])('%s is the policy %s', (resource, name) => {
    expect(resources[resource]?.Properties['PolicyDocument']).toEqual(policies[name]);
  });

  test('has a bucket that is encrypted, private, reached by TLS only and kept with its data', () => {
    expect(template.Resources.Bucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(resources['Bucket']?.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: exampleNames['kms-key'] } },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } }] },
    });
    expect(resources['BucketPolicy']?.Properties['PolicyDocument']).toMatchObject({
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Resource: ['arn:aws:s3:::my-bucket', 'arn:aws:s3:::my-bucket/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    expect(resources['SageMakerRole']?.Properties['AssumeRolePolicyDocument']).toEqual(policies['role-trust']);
  });

  test('refers only to its own parameters, resources and conditions', () => {
    const known = [template.Parameters, template.Resources, template.Conditions].flatMap(Object.keys);
    const text = JSON.stringify(template);
    const used = [
      ...text.matchAll(/"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"|"Fn::If":\["([^"]+)"|"Condition":"([^"]+)"/g),
      ...text.matchAll(/\$\{([^}]+)\}/g),
    ].map((match) => match.slice(1).find(Boolean) ?? '');
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((name) => !known.includes(name) && !name.startsWith('AWS::'))).toEqual([]);
  });
});
