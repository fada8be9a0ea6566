import type {
  CreateModelInput,
  CreateModelOutput,
  DeleteModelInput,
  DescribeModelInput,
  DescribeModelOutput,
  ListModelsInput,
  ListModelsOutput,
} from '@aws-sdk/client-sagemaker';
import { checkRole, makeArn, type OperationContext } from '../context.js';
import { listContainers } from '../endpoint/load-model.js';
import { sandboxGap, validationException } from '../errors.js';
import { splitS3Uri } from '../s3-uri.js';
import type { ModelRecord } from '../state.js';
import { listNamed } from './list-named.js';
import { checkTags } from './tags.js';

/** Maximum size of all environments of a model, in bytes. */
const environmentLimit = 32 * 1024;

export function createModel(context: OperationContext, input: CreateModelInput): CreateModelOutput {
  const { region, clock, state } = context;
  const name = input.ModelName ?? '';
  const arn = makeArn(context, 'model', name.toLowerCase());
  checkTags(input.Tags ?? []);
  checkContainers(context, input);
  if (input.ExecutionRoleArn === undefined) throw validationException('ExecutionRoleArn must be provided.');
  checkRole(context, input.ExecutionRoleArn);
  if (region.models.has(name.toLowerCase()))
    throw validationException(`Cannot create already existing model "${arn}".`);
  region.models.set(name.toLowerCase(), { name, arn, createdAt: clock.now(), input });
  if (input.Tags) region.tags.set(arn, input.Tags);
  state.save();
  return { ModelArn: arn };
}

function checkContainers({ store }: OperationContext, input: CreateModelInput): void {
  if (input.Containers && input.PrimaryContainer) {
    throw validationException('Both PrimaryContainer and Containers were provided. Please provide only one of them.');
  }
  const containers = listContainers(input);
  if (containers.length === 0) throw validationException('At least one container must be provided.');
  const size = containers
    .flatMap(({ Environment }) => Object.entries(Environment ?? {}))
    .reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  if (size > environmentLimit) {
    throw validationException(
      `The environment variables of all containers have ${size} bytes, more than ${environmentLimit}.`,
    );
  }
  for (const { Image, Mode, ModelDataUrl } of containers) {
    if (Image === undefined) throw validationException('Image must be provided for each container.');
    if (Mode === 'MultiModel') throw sandboxGap('multi-model containers');
    if (ModelDataUrl === undefined) throw sandboxGap('containers without ModelDataUrl');
    const { bucket, key } = splitS3Uri(ModelDataUrl);
    if (!store.buckets.get(bucket)?.objects.has(key)) {
      throw validationException(`Could not find model data at ${ModelDataUrl}.`);
    }
  }
}

/** @throws SageMakerError ValidationException, as in AWS for models, configurations and endpoints */
export function requireModel(context: OperationContext, name: string | undefined): ModelRecord {
  const model = context.region.models.get(name?.toLowerCase() ?? '');
  if (model) return model;
  throw validationException(`Could not find model "${makeArn(context, 'model', name?.toLowerCase() ?? '')}".`);
}

export function describeModel(context: OperationContext, input: DescribeModelInput): DescribeModelOutput {
  const { name, arn, createdAt, input: created } = requireModel(context, input.ModelName);
  return {
    ModelName: name,
    ModelArn: arn,
    CreationTime: new Date(createdAt),
    PrimaryContainer: created.PrimaryContainer,
    Containers: created.Containers,
    ExecutionRoleArn: created.ExecutionRoleArn,
    VpcConfig: created.VpcConfig,
    EnableNetworkIsolation: created.EnableNetworkIsolation ?? false,
  };
}

export function listModels({ region }: OperationContext, input: ListModelsInput): ListModelsOutput {
  const { page, ...next } = listNamed([...region.models.values()], input, 'ListModels');
  return {
    Models: page.map(({ name, arn, createdAt }) => ({
      ModelName: name,
      ModelArn: arn,
      CreationTime: new Date(createdAt),
    })),
    ...next,
  };
}

/** Does not delete the archives in S3. */
export function deleteModel(context: OperationContext, input: DeleteModelInput): undefined {
  const { name, arn } = requireModel(context, input.ModelName);
  context.region.models.delete(name.toLowerCase());
  context.region.tags.delete(arn);
  context.state.save();
}
