import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import type { PolicyDocument } from '../../src/sandbox/aws/iam/policy.js';
import { awsAccount, startTestAws } from './aws-sandbox.js';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const { region } = awsAccount;

/** Starts the sandbox's AWS. @returns clients with the administrator's keys, or with others */
export async function startIam() {
  const { url, control } = await startTestAws();
  const options = (credentials: Keys) => ({ endpoint: url, region, credentials, maxAttempts: 1 });
  const userOf = (name: string) => `arn:aws:iam::123456789012:user/${name}`;
  return {
    url,
    control,
    userOf,
    allow: (policy: PolicyDocument, name = 'ann') => control.identities.addUser({ name, policy }),
    s3: (keys: Keys = awsAccount) => new S3Client({ ...options(keys), forcePathStyle: true }),
    sagemaker: (keys: Keys = awsAccount) => new SageMakerClient(options(keys)),
    runtime: (keys: Keys = awsAccount) => new SageMakerRuntimeClient(options(keys)),
    sts: (keys: Keys = awsAccount) => new STSClient(options(keys)),
    iam: (keys: Keys = awsAccount) => new IAMClient(options(keys)),
    quotas: (keys: Keys = awsAccount) => new ServiceQuotasClient(options(keys)),
  };
}

/** A policy of one statement. */
export const allow = (Action: string | string[], Resource: string | string[], Condition = {}): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...(Object.keys(Condition).length > 0 && { Condition }) }],
});
