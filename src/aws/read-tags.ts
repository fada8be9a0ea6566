import { paginateListTags, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ignoreMissing } from './aws-failure.js';
import type { Tags } from './tag-expiry.js';

/** Reads the tags of a resource; undefined if it does not exist. */
export async function readTags(client: SageMakerClient, arn: string, signal?: AbortSignal): Promise<Tags | undefined> {
  return await ignoreMissing(collectTags(client, arn, signal));
}

async function collectTags(client: SageMakerClient, arn: string, signal?: AbortSignal): Promise<Tags> {
  const tags = new Map<string, string>();
  const options = signal === undefined ? [] : [{ abortSignal: signal }];
  for await (const { Tags = [] } of paginateListTags({ client }, { ResourceArn: arn }, ...options)) {
    for (const { Key = '', Value = '' } of Tags) {
      tags.set(Key, Value);
    }
  }
  return tags;
}
