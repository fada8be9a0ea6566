import type {
  AddTagsInput,
  AddTagsOutput,
  DeleteTagsInput,
  ListTagsInput,
  ListTagsOutput,
  Tag,
} from '@aws-sdk/client-sagemaker';
import type { OperationContext } from '../context.js';
import { resourceLimitExceeded, validationException } from '../errors.js';
import { cutPage } from './paging.js';

const maxTags = 50;

/** Keys must be unique, and the prefix `aws:` is reserved. */
export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key }) => Key ?? '');
  const duplicate = keys.find((key, index) => keys.indexOf(key) !== index);
  if (duplicate !== undefined)
    throw validationException(`Duplicate tag key found: ${duplicate}. Tag keys must be unique.`);
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) throw validationException(`aws: prefixed tag key names are not allowed: ${reserved}`);
}

export function addTags(context: OperationContext, input: AddTagsInput): AddTagsOutput {
  const arn = requireResource(context, input.ResourceArn);
  checkTags(input.Tags ?? []);
  const tags = new Map((context.region.tags.get(arn) ?? []).map((tag) => [tag.Key, tag]));
  const before = tags.size;
  for (const tag of input.Tags ?? []) tags.set(tag.Key, tag);
  if (tags.size > maxTags) {
    throw resourceLimitExceeded('Tags per resource', 'Tags', maxTags, before, tags.size - before);
  }
  context.region.tags.set(arn, [...tags.values()]);
  context.state.save();
  return { Tags: [...tags.values()] };
}

export function listTags(context: OperationContext, input: ListTagsInput): ListTagsOutput {
  const arn = requireResource(context, input.ResourceArn);
  const { page, ...next } = cutPage(context.region.tags.get(arn) ?? [], {
    token: input.NextToken,
    size: input.MaxResults ?? maxTags,
    list: `ListTags/${arn}`,
  });
  return { Tags: page, ...next };
}

export function deleteTags(context: OperationContext, input: DeleteTagsInput): Record<string, never> {
  const arn = requireResource(context, input.ResourceArn);
  const kept = (context.region.tags.get(arn) ?? []).filter(({ Key }) => !input.TagKeys?.includes(Key ?? ''));
  context.region.tags.set(arn, kept);
  context.state.save();
  return {};
}

function requireResource({ region }: OperationContext, arn: string | undefined): string {
  const resources = [region.jobs, region.models, region.endpointConfigs, region.endpoints, region.transformJobs];
  const isKnown = resources.some((records) => [...records.values()].some((record) => record.arn === arn));
  if (arn === undefined || !isKnown) throw validationException(`Could not find resource ${arn}.`);
  return arn;
}
