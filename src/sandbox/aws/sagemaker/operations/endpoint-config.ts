import type {
  CreateEndpointConfigInput,
  CreateEndpointConfigOutput,
  DeleteEndpointConfigInput,
  DescribeEndpointConfigInput,
  DescribeEndpointConfigOutput,
  ListEndpointConfigsInput,
  ListEndpointConfigsOutput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { makeArn, type OperationContext } from '../context.js';
import { listContainers } from '../endpoint/load-model.js';
import { validationException } from '../errors.js';
import type { EndpointConfigRecord } from '../state.js';
import { listNamed } from './list-named.js';
import { requireModel } from './model.js';
import { checkTags } from './tags.js';

const serverlessMemory = [1024, 2048, 3072, 4096, 5120, 6144];

export function createEndpointConfig(
  context: OperationContext,
  input: CreateEndpointConfigInput,
): CreateEndpointConfigOutput {
  const { region, clock, state } = context;
  const name = input.EndpointConfigName ?? '';
  const arn = makeArn(context, 'endpoint-config', name.toLowerCase());
  checkTags(input.Tags ?? []);
  checkVariants(context, input);
  if (region.endpointConfigs.has(name.toLowerCase())) {
    throw validationException(`Cannot create already existing endpoint configuration "${arn}".`);
  }
  region.endpointConfigs.set(name.toLowerCase(), { name, arn, createdAt: clock.now(), input });
  if (input.Tags) region.tags.set(arn, input.Tags);
  state.save();
  return { EndpointConfigArn: arn };
}

function checkVariants(context: OperationContext, input: CreateEndpointConfigInput): void {
  const variants = input.ProductionVariants ?? [];
  const names = variants.map(({ VariantName }) => VariantName);
  if (new Set(names).size < names.length) throw validationException('Production variant names must be unique.');
  for (const variant of variants) {
    const { ServerlessConfig, InstanceType, InitialInstanceCount, ModelName } = variant;
    if (ModelName === undefined)
      throw validationException(`ModelName must be provided for variant ${variant.VariantName}.`);
    requireModel(context, ModelName);
    if (ServerlessConfig) {
      checkServerless(context, variant, variants.length, input);
    } else if (InstanceType === undefined || InitialInstanceCount === undefined) {
      throw validationException(
        `InstanceType and InitialInstanceCount must be provided for variant ${variant.VariantName} when ServerlessConfig is not.`,
      );
    }
  }
}

/** Documented exclusions: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
function checkServerless(
  context: OperationContext,
  variant: ProductionVariant,
  variants: number,
  config: CreateEndpointConfigInput,
): void {
  const { MemorySizeInMB = 0, MaxConcurrency = 0, ProvisionedConcurrency = 0 } = variant.ServerlessConfig ?? {};
  if (variant.InstanceType !== undefined || variant.InitialInstanceCount !== undefined) {
    throw validationException(
      'InstanceType and InitialInstanceCount must not be provided together with ServerlessConfig.',
    );
  }
  if (!serverlessMemory.includes(MemorySizeInMB)) {
    throw validationException(
      `MemorySizeInMB ${MemorySizeInMB} is not valid. Valid values: [${serverlessMemory.join(', ')}].`,
    );
  }
  if (ProvisionedConcurrency > MaxConcurrency) {
    throw validationException('ProvisionedConcurrency must be less than or equal to MaxConcurrency.');
  }
  const { input: model } = requireModel(context, variant.ModelName);
  const unsupported: [boolean, string][] = [
    [variants > 1, 'multiple production variants'],
    [listContainers(model).length > 1, 'inference pipelines (models with several containers)'],
    [model.VpcConfig !== undefined || config.VpcConfig !== undefined, 'a VPC configuration'],
    [model.EnableNetworkIsolation === true || config.EnableNetworkIsolation === true, 'network isolation'],
  ];
  const feature = unsupported.find(([isUsed]) => isUsed)?.[1];
  if (feature !== undefined) throw validationException(`Serverless endpoints do not support ${feature}.`);
}

/** @throws SageMakerError ValidationException */
export function requireEndpointConfig(context: OperationContext, name: string | undefined): EndpointConfigRecord {
  const config = context.region.endpointConfigs.get(name?.toLowerCase() ?? '');
  if (config) return config;
  const arn = makeArn(context, 'endpoint-config', name?.toLowerCase() ?? '');
  throw validationException(`Could not find endpoint configuration "${arn}".`);
}

export function describeEndpointConfig(
  context: OperationContext,
  input: DescribeEndpointConfigInput,
): DescribeEndpointConfigOutput {
  const { name, arn, createdAt, input: created } = requireEndpointConfig(context, input.EndpointConfigName);
  return {
    EndpointConfigName: name,
    EndpointConfigArn: arn,
    ProductionVariants: created.ProductionVariants?.map((variant) => ({ InitialVariantWeight: 1, ...variant })),
    KmsKeyId: created.KmsKeyId,
    CreationTime: new Date(createdAt),
    EnableNetworkIsolation: created.EnableNetworkIsolation ?? false,
  };
}

export function listEndpointConfigs(
  { region }: OperationContext,
  input: ListEndpointConfigsInput,
): ListEndpointConfigsOutput {
  const { page, ...next } = listNamed([...region.endpointConfigs.values()], input, 'ListEndpointConfigs');
  return {
    EndpointConfigs: page.map(({ name, arn, createdAt }) => ({
      EndpointConfigName: name,
      EndpointConfigArn: arn,
      CreationTime: new Date(createdAt),
    })),
    ...next,
  };
}

/** Also deletes a configuration that an endpoint uses: AWS allows it, and its documentation only warns. */
export function deleteEndpointConfig(context: OperationContext, input: DeleteEndpointConfigInput): undefined {
  const { name, arn } = requireEndpointConfig(context, input.EndpointConfigName);
  context.region.endpointConfigs.delete(name.toLowerCase());
  context.region.tags.delete(arn);
  context.state.save();
}
