import { paginateListTags, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ignoreMissing } from './aws-failure.js';

/** Tags that the scripts put on everything they create in AWS (templates/python/sme/job_request.py, endpoint_start.py). */
export const tagNames = {
  database: 'exasol:database',
  schema: 'exasol:schema',
  user: 'exasol:user',
  version: 'exasol:extension-version',
  /** When the resource may be deleted: ISO 8601, UTC. */
  expiresAt: 'exasol:expires-at',
} as const;

/** Tags of a resource, key to value. */
export type Tags = ReadonlyMap<string, string>;

/** Reads the tags of a resource; undefined if it does not exist. */
export async function readTags(
  client: SageMakerClient,
  arn: string,
  signal?: AbortSignal,
): Promise<Tags | undefined> {
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

/** When the tags say that a resource expires; undefined if they do not say so. */
export function readExpiry(tags: Tags): Date | undefined {
  const moment = new Date(tags.get(tagNames.expiresAt) ?? Number.NaN);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
