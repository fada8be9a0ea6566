import { ListTagsCommand, paginateListEndpoints, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import pMap from 'p-map';
import { tagNames } from '../scripts/facts.js';
import { maxParallelCalls } from './clients.js';

/** An endpoint as ListEndpoints tells it. */
export interface ListedEndpoint {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
}

/** What the tags of an endpoint say about who made it; all of them are texts of AWS, to be shown and not to be trusted. */
export interface EndpointOrigin {
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly user: string | undefined;
  readonly expiresAt: Date | undefined;
}

const pageSize = 100;

/** All endpoints of a Region, whoever made them: every page. */
export async function listEndpoints(client: SageMakerClient, abortSignal: AbortSignal): Promise<ListedEndpoint[]> {
  const found: ListedEndpoint[] = [];
  for await (const page of paginateListEndpoints({ client }, { MaxResults: pageSize }, { abortSignal })) {
    for (const { EndpointName = '', EndpointArn = '', EndpointStatus = '?', CreationTime } of page.Endpoints ?? []) {
      found.push({ name: EndpointName, arn: EndpointArn, status: EndpointStatus, createdAt: CreationTime });
    }
  }
  return found;
}

/** Those of the endpoints that this extension made, by their tags. */
export async function findOrigins(
  client: SageMakerClient,
  endpoints: readonly ListedEndpoint[],
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<ListedEndpoint, EndpointOrigin>> {
  const found = new Map<ListedEndpoint, EndpointOrigin>();
  const work = async (endpoint: ListedEndpoint) => {
    // no object has more tags than a page
    const { Tags = [] } = await client.send(new ListTagsCommand({ ResourceArn: endpoint.arn }), { abortSignal });
    const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
    if (tags.has(tagNames.version)) {
      found.set(endpoint, readOrigin(tags));
    }
  };
  await pMap(endpoints, work, { concurrency: maxParallelCalls, signal: abortSignal });
  return found;
}

function readOrigin(tags: ReadonlyMap<string | undefined, string | undefined>): EndpointOrigin {
  const expires = new Date(tags.get(tagNames.expiresAt) ?? Number.NaN);
  return {
    database: tags.get(tagNames.database),
    schema: tags.get(tagNames.schema),
    user: tags.get(tagNames.user),
    expiresAt: Number.isNaN(expires.getTime()) ? undefined : expires,
  };
}
