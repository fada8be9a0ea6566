import {
  type ContainerDefinition,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeAutoMLJobV2Command,
  DescribeEndpointCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { literal } from '../../src/exasol/quote.js';
import { bundleLua } from '../../src/render/lua-bundle.js';
import { run, train } from './training.js';

export const responseKeys = ['predicted_label', 'probabilities', 'labels'];

/** The sandbox is fast. */
const pause = async (client: SageMakerClient) => {
  const { hostname } = (await client.config.endpoint?.()) ?? { hostname: 'amazonaws.com' };
  await new Promise((resolve) => setTimeout(resolve, hostname.endsWith('amazonaws.com') ? 10_000 : 50));
};

/** Trains with the script of `schema`, waits for the end, and answers the containers of the best candidate. */
export async function trainToTheEnd(
  driver: ExasolDriver,
  schema: string,
  parameters: { readonly job_name: string; readonly [key: string]: unknown },
  sagemaker: SageMakerClient,
): Promise<ContainerDefinition[]> {
  const answer = await train(driver, schema, parameters);
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  for (;;) {
    const job = await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: parameters.job_name }));
    if (job.AutoMLJobStatus === 'Completed') return job.BestCandidate?.InferenceContainers ?? [];
    if (job.AutoMLJobStatus !== 'InProgress') throw new Error(JSON.stringify(job));
    await pause(sagemaker);
  }
}

/** Output keys on each container that supports any, the output of one being the input of the next. */
function chooseKeys(containers: readonly ContainerDefinition[]): ContainerDefinition[] {
  let previous: string | undefined;
  return containers.map((container) => {
    const supported = container.Environment?.['SAGEMAKER_INFERENCE_SUPPORTED']?.split(',');
    if (!supported) return container;
    const output = responseKeys.filter((key) => supported.includes(key)).join(',');
    const input: Record<string, string> = previous === undefined ? {} : { SAGEMAKER_INFERENCE_INPUT: previous };
    previous = output;
    return { ...container, Environment: { ...container.Environment, SAGEMAKER_INFERENCE_OUTPUT: output, ...input } };
  });
}

/** Creates a model, a configuration and an endpoint with one name, and waits until it is in service. */
export async function serve(
  sagemaker: SageMakerClient,
  name: string,
  containers: readonly ContainerDefinition[],
  roleArn: string,
  serverless = false,
): Promise<void> {
  await sagemaker.send(
    new CreateModelCommand({ ModelName: name, Containers: chooseKeys(containers), ExecutionRoleArn: roleArn }),
  );
  const capacity = serverless
    ? { ServerlessConfig: { MemorySizeInMB: 4096, MaxConcurrency: 4 } }
    : { InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 };
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'all', ModelName: name, ...capacity }],
    }),
  );
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  for (;;) {
    const { EndpointStatus } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    if (EndpointStatus === 'InService') return;
    await pause(sagemaker);
  }
}

/** Creates the UDFs of an endpoint through the Lua module, run by the database itself; answers the name as SQL. */
export async function createPredictionUdf(
  driver: ExasolDriver,
  schema: string,
  spec: object,
  optionLines = '',
): Promise<string> {
  const code = `local database = require('sme.database').new(pquery)
local name, problems = require('sme.prediction_udf').create(database, require('cjson').decode(json_str))
return { { name or table.concat(problems, '\\n') } }, 'NAME VARCHAR(2000000)'`;
  const constants = { languageAlias: 'PYTHON3', optionLines, extensionVersion: '0.0.0' };
  const body = bundleLua({ path: 'test.lua', text: code }, { constants });
  await run(driver, `CREATE OR REPLACE LUA SCRIPT ${schema}.CREATE_PREDICTION (json_str) RETURNS TABLE AS\n${body}`);
  const [row] = await run(driver, `EXECUTE SCRIPT ${schema}.CREATE_PREDICTION(${literal(JSON.stringify(spec))})`);
  return String(row?.[0]);
}
