import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListModels,
  paginateListTags,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { isAbsent } from './aws-failure.js';

/** A model, an endpoint configuration or an endpoint. */
export interface HostingObject {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** @param changedAfter only endpoints that were made or changed since, in milliseconds since 1970 */
export async function listEndpoints(client: SageMakerClient, changedAfter?: number): Promise<readonly HostingObject[]> {
  const found: HostingObject[] = [];
  const since = changedAfter === undefined ? {} : { LastModifiedTimeAfter: new Date(changedAfter) };
  for await (const { Endpoints = [] } of paginateListEndpoints({ client, pageSize: 100 }, since)) {
    for (const { EndpointName, EndpointArn, CreationTime } of Endpoints) {
      found.push(describe(EndpointName, EndpointArn, CreationTime));
    }
  }
  return found;
}

/** @param createdAfter only configurations that were made since, in milliseconds since 1970; they cannot be changed */
export async function listEndpointConfigs(
  client: SageMakerClient,
  createdAfter?: number,
): Promise<readonly HostingObject[]> {
  const found: HostingObject[] = [];
  const since = createdAfter === undefined ? {} : { CreationTimeAfter: new Date(createdAfter) };
  for await (const { EndpointConfigs = [] } of paginateListEndpointConfigs({ client, pageSize: 100 }, since)) {
    for (const { EndpointConfigName, EndpointConfigArn, CreationTime } of EndpointConfigs) {
      found.push(describe(EndpointConfigName, EndpointConfigArn, CreationTime));
    }
  }
  return found;
}

export async function listModels(client: SageMakerClient): Promise<readonly HostingObject[]> {
  const found: HostingObject[] = [];
  for await (const { Models = [] } of paginateListModels({ client, pageSize: 100 }, {})) {
    for (const { ModelName, ModelArn, CreationTime } of Models) {
      found.push(describe(ModelName, ModelArn, CreationTime));
    }
  }
  return found;
}

function describe(name = '', arn = '', created: Date | undefined): HostingObject {
  return { name, arn, createdAt: created?.getTime() ?? 0 };
}

/** Names of the configurations that an endpoint has, and is about to have; none where there is no such endpoint. */
export async function listConfigsOfEndpoint(client: SageMakerClient, name: string): Promise<readonly string[]> {
  const found = await unlessAbsent(client.send(new DescribeEndpointCommand({ EndpointName: name })));
  return listNames([found?.EndpointConfigName, found?.PendingDeploymentSummary?.EndpointConfigName]);
}

/** Whether AWS has an endpoint of that name; one that is being deleted is still there. */
export async function hasEndpoint(client: SageMakerClient, name: string): Promise<boolean> {
  return (await unlessAbsent(client.send(new DescribeEndpointCommand({ EndpointName: name })))) !== undefined;
}

/** Names of the models that a configuration refers to; none where there is no such configuration. */
export async function listModelsOfConfig(client: SageMakerClient, name: string): Promise<readonly string[]> {
  const found = await unlessAbsent(client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })));
  const variants = [...(found?.ProductionVariants ?? []), ...(found?.ShadowProductionVariants ?? [])];
  return listNames(variants.map(({ ModelName }) => ModelName));
}

/** Tags of an object, key to value; undefined where it is gone. */
export async function readTags(client: SageMakerClient, arn: string): Promise<ReadonlyMap<string, string> | undefined> {
  const tags = new Map<string, string>();
  try {
    for await (const { Tags = [] } of paginateListTags({ client }, { ResourceArn: arn })) {
      for (const { Key = '', Value = '' } of Tags) {
        tags.set(Key, Value);
      }
    }
  } catch (thrown) {
    if (isAbsent(thrown)) {
      return undefined;
    }
    throw thrown;
  }
  return tags;
}

/** @returns false where it was gone already */
export async function deleteEndpoint(client: SageMakerClient, name: string): Promise<boolean> {
  return (await unlessAbsent(client.send(new DeleteEndpointCommand({ EndpointName: name })))) !== undefined;
}

/** @returns false where it was gone already */
export async function deleteEndpointConfig(client: SageMakerClient, name: string): Promise<boolean> {
  return (await unlessAbsent(client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })))) !== undefined;
}

/** @returns false where it was gone already */
export async function deleteModel(client: SageMakerClient, name: string): Promise<boolean> {
  return (await unlessAbsent(client.send(new DeleteModelCommand({ ModelName: name })))) !== undefined;
}

function listNames(names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined);
}

async function unlessAbsent<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (thrown) {
    if (isAbsent(thrown)) {
      return undefined;
    }
    throw thrown;
  }
}
