import type {
  CreateEndpointInput,
  CreateEndpointOutput,
  CreateModelInput,
  DeleteEndpointInput,
  DescribeEndpointInput,
  DescribeEndpointOutput,
  ListEndpointsInput,
  ListEndpointsOutput,
  ProductionVariant,
  ProductionVariantSummary,
  UpdateEndpointInput,
  UpdateEndpointOutput,
} from '@aws-sdk/client-sagemaker';
import { makeArn, type OperationContext } from '../context.js';
import { ModelLoadError } from '../endpoint/load-model.js';
import { type EndpointProgress, measureEndpoint } from '../endpoint/progress.js';
import { checkQuotas } from '../endpoint/quotas.js';
import { validationException } from '../errors.js';
import type { EndpointConfigRecord, EndpointRecord, EndpointRevision } from '../state.js';
import { requireEndpointConfig } from './endpoint-config.js';
import { listNamed } from './list-named.js';
import { requireModel } from './model.js';
import { isWithin } from './paging.js';
import { checkTags } from './tags.js';

export async function createEndpoint(
  context: OperationContext,
  input: CreateEndpointInput,
): Promise<CreateEndpointOutput> {
  const name = input.EndpointName ?? '';
  const key = name.toLowerCase();
  const arn = makeArn(context, 'endpoint', key);
  checkTags(input.Tags ?? []);
  const config = requireEndpointConfig(context, input.EndpointConfigName);
  const revision = await makeRevision(context, config);
  // No await from here on, so that one of two concurrent calls fails.
  if (findEndpoint(context, name)) throw validationException(`Cannot create already existing endpoint "${arn}".`);
  checkQuotas(context, config.input, undefined);
  context.region.endpoints.set(key, { name, arn, revisions: [revision] });
  if (input.Tags) context.region.tags.set(arn, input.Tags);
  context.state.save();
  return { EndpointArn: arn };
}

/** Source of the message: public issues of AWS's projects, such as aws/deep-learning-containers #6673. */
const insufficientCapacityMessage =
  'Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a different ML instance type or after some time.';

async function makeRevision(context: OperationContext, config: EndpointConfigRecord): Promise<EndpointRevision> {
  const requestedAt = context.clock.now();
  const models: Record<string, CreateModelInput> = {};
  let failureReason: string | undefined;
  for (const { ModelName, InstanceType = '' } of config.input.ProductionVariants ?? []) {
    if (context.exhaustedInstanceTypes.has(InstanceType)) failureReason = insufficientCapacityMessage;
    const model = requireModel(context, ModelName);
    models[ModelName ?? ''] = model.input;
    try {
      await context.models.load(model.input);
    } catch (error) {
      if (!(error instanceof ModelLoadError)) throw error;
      failureReason = error.message;
    }
  }
  const revision = { requestedAt, configName: config.name, config: config.input, models };
  return failureReason === undefined ? revision : { ...revision, failureReason };
}

export async function updateEndpoint(
  context: OperationContext,
  input: UpdateEndpointInput,
): Promise<UpdateEndpointOutput> {
  const config = requireEndpointConfig(context, input.EndpointConfigName);
  const revision = await makeRevision(context, config);
  const { endpoint, progress } = requireEndpoint(context, input.EndpointName);
  if (progress.status !== 'InService') throw inProgressError(endpoint);
  const isServerless = (variants: ProductionVariant[] | undefined) =>
    variants?.some(({ ServerlessConfig }) => ServerlessConfig !== undefined) ?? false;
  if (isServerless(config.input.ProductionVariants) && !isServerless(progress.serving?.config.ProductionVariants)) {
    throw validationException('Updating an instance-based endpoint to a serverless endpoint is not supported.');
  }
  checkQuotas(context, config.input, endpoint);
  endpoint.revisions.push(revision);
  context.state.save();
  return { EndpointArn: endpoint.arn };
}

/** AWS's error for changing an endpoint that is being changed. */
const inProgressError = ({ arn }: EndpointRecord) =>
  validationException(`Cannot update in-progress endpoint "${arn}".`);

/** Finds an endpoint. Removes it from the state if its deletion is complete. */
function findEndpoint(
  { region, clock, timings, state }: OperationContext,
  name: string,
): { endpoint: EndpointRecord; progress: EndpointProgress } | undefined {
  const endpoint = region.endpoints.get(name.toLowerCase());
  if (!endpoint) return undefined;
  const progress = measureEndpoint(endpoint, clock.now(), timings);
  if (progress) return { endpoint, progress };
  region.endpoints.delete(name.toLowerCase());
  region.tags.delete(endpoint.arn);
  state.save();
  return undefined;
}

function requireEndpoint(context: OperationContext, name = '') {
  const found = findEndpoint(context, name);
  if (found) return found;
  throw validationException(`Could not find endpoint "${makeArn(context, 'endpoint', name.toLowerCase())}".`);
}

export function describeEndpoint(context: OperationContext, input: DescribeEndpointInput): DescribeEndpointOutput {
  const { endpoint, progress } = requireEndpoint(context, input.EndpointName);
  const revision = progress.serving ?? endpoint.revisions.at(-1);
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: revision?.configName,
    ...(progress.serving ? { ProductionVariants: describeVariants(progress.serving) } : {}),
    EndpointStatus: progress.status,
    ...(progress.failureReason === undefined ? {} : { FailureReason: progress.failureReason }),
    CreationTime: new Date(endpoint.revisions[0]?.requestedAt ?? 0),
    LastModifiedTime: new Date(progress.lastModifiedAt),
  };
}

const describeVariants = ({ config }: EndpointRevision): ProductionVariantSummary[] =>
  (config.ProductionVariants ?? []).map(
    ({ VariantName, InitialVariantWeight = 1, InitialInstanceCount, ServerlessConfig }) => ({
      VariantName,
      CurrentWeight: InitialVariantWeight,
      DesiredWeight: InitialVariantWeight,
      ...(ServerlessConfig
        ? { CurrentServerlessConfig: ServerlessConfig }
        : { CurrentInstanceCount: InitialInstanceCount, DesiredInstanceCount: InitialInstanceCount }),
    }),
  );

export function listEndpoints(context: OperationContext, input: ListEndpointsInput): ListEndpointsOutput {
  const found = [...context.region.endpoints.values()].flatMap(({ name }) => findEndpoint(context, name) ?? []);
  const matching = found
    .filter(
      ({ progress }) =>
        (input.StatusEquals === undefined || progress.status === input.StatusEquals) &&
        isWithin(progress.lastModifiedAt, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore),
    )
    .map(({ endpoint, progress }) => ({
      name: endpoint.name,
      createdAt: endpoint.revisions[0]?.requestedAt ?? 0,
      endpoint,
      progress,
    }));
  const { page, ...next } = listNamed(matching, input, 'ListEndpoints');
  return {
    Endpoints: page.map(({ endpoint, progress, createdAt }) => ({
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      CreationTime: new Date(createdAt),
      LastModifiedTime: new Date(progress.lastModifiedAt),
      EndpointStatus: progress.status,
    })),
    ...next,
  };
}

export function deleteEndpoint(context: OperationContext, input: DeleteEndpointInput): undefined {
  const { endpoint, progress } = requireEndpoint(context, input.EndpointName);
  if (progress.status !== 'InService' && progress.status !== 'Failed') throw inProgressError(endpoint);
  endpoint.deletedAt = context.clock.now();
  context.state.save();
}
