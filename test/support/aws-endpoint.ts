import {
  type ContainerDefinition,
  CreateAutoMLJobV2Command,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeEndpointCommand,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, type InvokeEndpointCommandInput } from '@aws-sdk/client-sagemaker-runtime';
import { awsAccount } from './aws-sandbox.js';
import { type AwsSide, followJob, makeV2Job, putObjects } from './aws-side.js';
import { makeChurnCsv } from './churn-csv.js';

export const realTime: ProductionVariant = {
  VariantName: 'all',
  ModelName: 'm',
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
};

export const serverless: ProductionVariant = {
  VariantName: 'all',
  ModelName: 'm',
  ServerlessConfig: { MemorySizeInMB: 4096, MaxConcurrency: 2 },
};

/** Trains a model. @returns the containers of the best candidate */
export async function train(
  side: AwsSide,
  Mode: 'ENSEMBLING' | 'HYPERPARAMETER_TUNING' = 'ENSEMBLING',
  tabular: object = {},
): Promise<ContainerDefinition[]> {
  await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
  const limits = { CompletionCriteria: { MaxCandidates: 2 } };
  await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job({}, { Mode, ...limits, ...tabular })));
  const { job } = await followJob(side);
  return job.BestCandidate?.InferenceContainers ?? [];
}

export async function createModel({ sagemaker }: AwsSide, Containers: ContainerDefinition[], ModelName = 'm') {
  await sagemaker.send(new CreateModelCommand({ ModelName, Containers, ExecutionRoleArn: awsAccount.roleArn }));
}

export async function createConfig({ sagemaker }: AwsSide, variant: ProductionVariant, EndpointConfigName = 'c') {
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant] }));
}

/** Creates the endpoint `e` and waits until it is in service. */
export async function serve(side: AwsSide, containers: ContainerDefinition[], variant = realTime): Promise<void> {
  await createModel(side, containers);
  await createConfig(side, variant);
  await side.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c' }));
  side.clock.advance(3000);
}

export const statusOf = async ({ sagemaker }: AwsSide, EndpointName = 'e') =>
  (await sagemaker.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus;

export async function invoke({ runtime }: AwsSide, Body: string, changes: Partial<InvokeEndpointCommandInput> = {}) {
  const input = { EndpointName: 'e', ContentType: 'text/csv', Accept: 'text/csv', Body, ...changes };
  const response = await runtime.send(new InvokeEndpointCommand(input));
  return response.Body.transformToString();
}

/** Sets the output keys as a client must: on each container that supports any of them, with the previous output as input. */
export function chooseKeys(containers: ContainerDefinition[], keys: string[]): ContainerDefinition[] {
  let previous: string | undefined;
  return containers.map((container) => {
    const supported = container.Environment?.['SAGEMAKER_INFERENCE_SUPPORTED']?.split(',');
    if (!supported) return container;
    const output = keys.filter((key) => supported.includes(key)).join(',');
    const input: Record<string, string> = previous === undefined ? {} : { SAGEMAKER_INFERENCE_INPUT: previous };
    previous = output;
    return { ...container, Environment: { ...container.Environment, SAGEMAKER_INFERENCE_OUTPUT: output, ...input } };
  });
}

export const young = '19,basic,19';
export const old = '75,"big, with extras",0';
