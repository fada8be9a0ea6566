import {
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  paginateListEndpointConfigs,
  paginateListModels,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ignoreMissing } from './aws-failure.js';

/** A model or an endpoint configuration. */
export interface HostingResource {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Lists the endpoint configurations of a Region. @param createdAfter excludes older configurations; in milliseconds since 1970 */
export async function listEndpointConfigs(
  client: SageMakerClient,
  createdAfter?: number,
): Promise<readonly HostingResource[]> {
  const found: HostingResource[] = [];
  const filter = createdAfter === undefined ? {} : { CreationTimeAfter: new Date(createdAfter) };
  for await (const { EndpointConfigs = [] } of paginateListEndpointConfigs({ client, pageSize: 100 }, filter)) {
    for (const { EndpointConfigName, EndpointConfigArn, CreationTime } of EndpointConfigs) {
      found.push(toResource(EndpointConfigName, EndpointConfigArn, CreationTime));
    }
  }
  return found;
}

/** Lists the models of a Region. */
export async function listModels(client: SageMakerClient): Promise<readonly HostingResource[]> {
  const found: HostingResource[] = [];
  for await (const { Models = [] } of paginateListModels({ client, pageSize: 100 }, {})) {
    for (const { ModelName, ModelArn, CreationTime } of Models) {
      found.push(toResource(ModelName, ModelArn, CreationTime));
    }
  }
  return found;
}

function toResource(name = '', arn = '', created: Date | undefined): HostingResource {
  return { name, arn, createdAt: created?.getTime() ?? 0 };
}

/** Names of the models that a configuration refers to; empty if the configuration does not exist. */
export async function listModelsOfConfig(client: SageMakerClient, name: string): Promise<readonly string[]> {
  const found = await ignoreMissing(client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })));
  const variants = [...(found?.ProductionVariants ?? []), ...(found?.ShadowProductionVariants ?? [])];
  return variants.map(({ ModelName }) => ModelName).filter((model) => model !== undefined);
}

/** A missing configuration is not an error. */
export async function deleteEndpointConfig(client: SageMakerClient, name: string): Promise<void> {
  await ignoreMissing(client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
}

/** A missing model is not an error. */
export async function deleteModel(client: SageMakerClient, name: string): Promise<void> {
  await ignoreMissing(client.send(new DeleteModelCommand({ ModelName: name })));
}
