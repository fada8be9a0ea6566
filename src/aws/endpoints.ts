import {
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  paginateListEndpoints,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ignoreMissing } from './aws-failure.js';

/** An endpoint as ListEndpoints returns it. */
export interface ListedEndpoint {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
}

/** Lists the endpoints of a Region. @param options.changedAfter excludes endpoints unchanged since then; in milliseconds since 1970 */
export async function listEndpoints(
  client: SageMakerClient,
  { changedAfter, signal }: { readonly changedAfter?: number | undefined; readonly signal?: AbortSignal } = {},
): Promise<readonly ListedEndpoint[]> {
  const filter = changedAfter === undefined ? {} : { LastModifiedTimeAfter: new Date(changedAfter) };
  const options = signal === undefined ? [] : [{ abortSignal: signal }];
  const found: ListedEndpoint[] = [];
  for await (const { Endpoints = [] } of paginateListEndpoints({ client, pageSize: 100 }, filter, ...options)) {
    for (const { EndpointName = '', EndpointArn = '', EndpointStatus = '?', CreationTime } of Endpoints) {
      found.push({ name: EndpointName, arn: EndpointArn, status: EndpointStatus, createdAt: CreationTime });
    }
  }
  return found;
}

/** Whether AWS has an endpoint; one that is being deleted still exists. */
export async function hasEndpoint(client: SageMakerClient, name: string): Promise<boolean> {
  return (await ignoreMissing(client.send(new DescribeEndpointCommand({ EndpointName: name })))) !== undefined;
}

/** Names of the current and the pending configuration of an endpoint; empty if the endpoint does not exist. */
export async function listConfigsOfEndpoint(client: SageMakerClient, name: string): Promise<readonly string[]> {
  const found = await ignoreMissing(client.send(new DescribeEndpointCommand({ EndpointName: name })));
  const configs = [found?.EndpointConfigName, found?.PendingDeploymentSummary?.EndpointConfigName];
  return configs.filter((config) => config !== undefined);
}

/** Starts the deletion of an endpoint, which AWS completes asynchronously. A missing endpoint is not an error. */
export async function deleteEndpoint(client: SageMakerClient, name: string): Promise<void> {
  await ignoreMissing(client.send(new DeleteEndpointCommand({ EndpointName: name })));
}
