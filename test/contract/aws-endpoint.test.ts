/** Models and endpoints through their real clients, on models that were trained in the sandbox. */
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import {
  type ContainerDefinition,
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import {
  createConfig,
  createModel,
  invoke,
  old,
  realTime,
  serve,
  serverless,
  statusOf,
  train,
  young,
} from '../support/aws-endpoint.js';
import { awsAccount } from '../support/aws-sandbox.js';
import { startAwsSide } from '../support/aws-side.js';
import { runBoto3 } from '../support/boto3.js';

describe('an endpoint', () => {
  test('predicts with the model that the job trained', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side));
    expect(await invoke(side, `${young}\n${old}\n`)).toBe('yes\nno\n');
  });

  test('is created, updated without downtime, and deleted after the configured times', async () => {
    const side = await startAwsSide();
    const containers = await train(side);
    await createModel(side, containers);
    await createConfig(side, realTime);
    const create = new CreateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c' });
    const { EndpointArn } = await side.sagemaker.send(create);
    expect(EndpointArn).toBe('arn:aws:sagemaker:eu-central-1:123456789012:endpoint/e');
    expect(await statusOf(side)).toBe('Creating');
    await expect(invoke(side, young)).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(side.sagemaker.send(create)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Cannot create already existing endpoint "${EndpointArn}".`,
    });
    await expect(side.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'e' }))).rejects.toThrow(
      'Cannot update in-progress endpoint',
    );
    side.clock.advance(3000);
    expect(await statusOf(side)).toBe('InService');

    await createConfig(side, { ...realTime, InitialInstanceCount: 2 }, 'c2');
    await side.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c2' }));
    expect(await statusOf(side)).toBe('Updating');
    expect(await invoke(side, young)).toBe('yes\n');
    side.clock.advance(2000);
    const updated = await side.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'e' }));
    expect(updated).toMatchObject({ EndpointConfigName: 'c2', ProductionVariants: [{ CurrentInstanceCount: 2 }] });

    await side.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'e' }));
    expect(await statusOf(side)).toBe('Deleting');
    await expect(side.sagemaker.send(create)).rejects.toThrow('Cannot create already existing endpoint');
    side.clock.advance(1500);
    await expect(statusOf(side)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Could not find endpoint "${EndpointArn}".`,
    });
    await side.sagemaker.send(create);
  });

  test('keeps serving after its configuration, its model and the archive are deleted', async () => {
    const side = await startAwsSide();
    const containers = await train(side);
    await serve(side, containers);
    await side.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'c' }));
    await side.sagemaker.send(new DeleteModelCommand({ ModelName: 'm' }));
    const Key = containers[0]?.ModelDataUrl?.replace(`s3://${awsAccount.bucket}/`, '');
    await side.s3.send(new DeleteObjectCommand({ Bucket: awsAccount.bucket, Key }));
    expect(await invoke(side, young)).toBe('yes\n');
  });

  test('fails if the archive is deleted before it starts, and can then only be deleted', async () => {
    const side = await startAwsSide();
    const containers = await train(side);
    await createModel(side, containers);
    await createConfig(side, realTime);
    const Key = containers[0]?.ModelDataUrl?.replace(`s3://${awsAccount.bucket}/`, '');
    await side.s3.send(new DeleteObjectCommand({ Bucket: awsAccount.bucket, Key }));
    await side.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c' }));
    side.clock.advance(3000);
    const failed = await side.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'e' }));
    expect(failed).toMatchObject({
      EndpointStatus: 'Failed',
      FailureReason: expect.stringContaining('Failed to download model data for container "container_1"'),
    });
    await expect(
      side.sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await side.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'e' }));
  });

  test('is listed, like its model, and can be described, like its configuration', async () => {
    const side = await startAwsSide();
    const containers = await train(side);
    await serve(side, containers);
    const endpoints = await side.sagemaker.send(new ListEndpointsCommand({ StatusEquals: 'InService' }));
    expect(endpoints.Endpoints?.map(({ EndpointName }) => EndpointName)).toEqual(['e']);
    const models = await side.sagemaker.send(new ListModelsCommand({ NameContains: 'm' }));
    expect(models.Models).toHaveLength(1);
    const model = await side.sagemaker.send(new DescribeModelCommand({ ModelName: 'm' }));
    expect(model.Containers).toEqual(containers);
    const config = await side.sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'c' }));
    expect(config.ProductionVariants).toEqual([{ ...realTime, InitialVariantWeight: 1 }]);
  });

  test('above the quota is rejected with the numbers of the quota', async () => {
    const side = await startAwsSide();
    side.aws.control.quotas.instances.set('ml.m5.large', 0);
    await createModel(side, await train(side));
    await createConfig(side, realTime);
    await expect(
      side.sagemaker.send(new CreateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c' })),
    ).rejects.toMatchObject({
      name: 'ResourceLimitExceeded',
      message: expect.stringContaining(
        "The account-level service limit 'ml.m5.large for endpoint usage' is 0 Instances, with current utilization of 0 Instances and a request delta of 1 Instances.",
      ),
    });
  });
});

describe('serverless', () => {
  test('becomes cold when idle, and is ready again after the cold start', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side), serverless);
    expect(await invoke(side, young)).toBe('yes\n');
    side.clock.advance(300_001);
    await expect(invoke(side, young)).rejects.toMatchObject({
      name: 'ModelNotReadyException',
      $metadata: { httpStatusCode: 429 },
    });
    side.clock.advance(2000);
    expect(await invoke(side, young)).toBe('yes\n');
  });

  test('throttles calls above MaxConcurrency', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side), serverless);
    side.aws.control.setInvokeLatency(50);
    const calls = [1, 2, 3].map(() => invoke(side, young));
    const outcomes = Promise.allSettled(calls);
    // One call is rejected at once; the others wait for the latency.
    await expect(
      Promise.any(
        calls.map((call) =>
          call.then(
            () => Promise.reject(new Error('not rejected')),
            () => 'rejected',
          ),
        ),
      ),
    ).resolves.toBe('rejected');
    await expect.poll(() => side.clock.sleeping).toBe(2);
    side.clock.advance(50);
    const states = (await outcomes).map(({ status }) => status).sort();
    expect(states).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  test('rejects pipelines, invalid memory sizes, and a variant without instances', async () => {
    const side = await startAwsSide();
    await createModel(side, await train(side, 'HYPERPARAMETER_TUNING'), 'pipeline');
    await expect(createConfig(side, { ...serverless, ModelName: 'pipeline' })).rejects.toThrow('inference pipelines');
    await expect(
      createConfig(side, {
        ...serverless,
        ModelName: 'pipeline',
        ServerlessConfig: { MemorySizeInMB: 1025, MaxConcurrency: 1 },
      }),
    ).rejects.toThrow('MemorySizeInMB 1025 is not valid');
    await expect(createConfig(side, { VariantName: 'v', ModelName: 'pipeline' })).rejects.toThrow('InstanceType');
  });
});

test('rejects a model without containers or model data, or with an invalid environment', async () => {
  const side = await startAwsSide();
  const create = (Containers: ContainerDefinition[]) => createModel(side, Containers);
  await expect(create([])).rejects.toThrow('At least one container');
  const nowhere = `s3://${awsAccount.bucket}/nope/model.tar.gz`;
  await expect(create([{ Image: 'i', ModelDataUrl: nowhere }])).rejects.toThrow(
    `Could not find model data at ${nowhere}.`,
  );
  await expect(create([{ Image: 'i', ModelDataUrl: nowhere, Environment: { 'a-b': 'x' } }])).rejects.toThrow(
    "1 validation error detected: Value 'a-b' at 'containers.1.member.environment.key' failed",
  );
});

test('boto3 creates, waits for, invokes and deletes an endpoint', async () => {
  const side = await startAwsSide({ timings: { endpointCreate: 0, endpointDelete: 0 } });
  await createModel(side, await train(side));
  const printed = await runBoto3(
    side.aws.url,
    `
sm = session.client('sagemaker', endpoint_url=url)
rt = session.client('sagemaker-runtime', endpoint_url=url, config=Config(read_timeout=70, retries={'mode': 'standard'}))
sm.create_endpoint_config(EndpointConfigName='py', ProductionVariants=[{'VariantName': 'v', 'ModelName': 'm', 'InstanceType': 'ml.m5.large', 'InitialInstanceCount': 1}])
sm.create_endpoint(EndpointName='py', EndpointConfigName='py')
sm.get_waiter('endpoint_in_service').wait(EndpointName='py')
answer = rt.invoke_endpoint(EndpointName='py', ContentType='text/csv', Accept='text/csv', Body=b'19,basic,19\\n')
body = answer['Body'].read().decode()
try:
    rt.invoke_endpoint(EndpointName='py', ContentType='text/csv', Body=b'1\\n')
except rt.exceptions.ModelError as e:
    error = [e.response['Error']['Code'], e.response['OriginalStatusCode'], e.response['LogStreamArn'][:13]]
try:
    rt.invoke_endpoint(EndpointName='none', ContentType='text/csv', Body=b'1\\n')
except rt.exceptions.ClientError as e:
    missing = str(e)
sm.delete_endpoint(EndpointName='py')
sm.get_waiter('endpoint_deleted').wait(EndpointName='py')
sm.delete_endpoint_config(EndpointConfigName='py')
sm.delete_model(ModelName='m')
out({'body': body, 'variant': answer['InvokedProductionVariant'], 'error': error, 'missing': missing, 'models': sm.list_models()['Models']})
`,
  );
  expect(printed).toEqual({
    body: 'yes\n',
    variant: 'v',
    error: ['ModelError', 400, 'arn:aws:logs:'],
    missing:
      'An error occurred (ValidationError) when calling the InvokeEndpoint operation: Endpoint none of account 123456789012 not found.',
    models: [],
  });
});
