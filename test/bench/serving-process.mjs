// A sandbox in its own process, with an endpoint for each number of columns. A message `{ latency }` sets the latency.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateAutoMLJobV2Command,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeAutoMLJobV2Command,
  DescribeEndpointCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { startSandbox } from '../../src/sandbox/index.js';
import { makeTrainingCsv } from './prediction-rows.mjs';

const sandbox = await startSandbox({ timings: { jobPhase: 10, endpointCreate: 10 } });
const { endpointUrl, region, bucket, roleArn, accessKeyId, secretAccessKey } = sandbox.aws;
const common = { endpoint: endpointUrl, region, credentials: { accessKeyId, secretAccessKey } };
const s3 = new S3Client({ ...common, forcePathStyle: true });
const sagemaker = new SageMakerClient(common);

async function waitFor(read, wanted) {
  for (;;) {
    const found = await read();
    if (wanted(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Response keys for the label and its probability, as the extension requests them. */
function withResponseKeys(containers) {
  return containers.map((container) => ({
    ...container,
    Environment: { ...container.Environment, SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label,probability' },
  }));
}

async function serve(columns) {
  const name = `bench-${columns}`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${name}/train.csv`, Body: makeTrainingCsv(columns) }));
  const s3Input = { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${name}/` } };
  await sagemaker.send(
    new CreateAutoMLJobV2Command({
      AutoMLJobName: name,
      AutoMLJobInputDataConfig: [{ DataSource: s3Input, ChannelType: 'training' }],
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/output/` },
      AutoMLProblemTypeConfig: {
        TabularJobConfig: {
          TargetAttributeName: 'TARGET',
          Mode: 'ENSEMBLING',
          CompletionCriteria: { MaxCandidates: 1 },
        },
      },
      RoleArn: roleArn,
    }),
  );
  const job = await waitFor(
    () => sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: name })),
    ({ AutoMLJobStatus }) => AutoMLJobStatus !== 'InProgress',
  );
  const containers = withResponseKeys(job.BestCandidate.InferenceContainers);
  await sagemaker.send(new CreateModelCommand({ ModelName: name, Containers: containers, ExecutionRoleArn: roleArn }));
  const variant = { VariantName: 'all', ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants: [variant] }));
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  await waitFor(
    () => sagemaker.send(new DescribeEndpointCommand({ EndpointName: name })),
    ({ EndpointStatus }) => EndpointStatus === 'InService',
  );
}

for (const columns of [10, 100]) await serve(columns);
process.on('message', ({ latency }) => {
  sandbox.awsControl.setInvokeLatency(latency);
  process.send('set');
});
process.on('disconnect', async () => {
  await sandbox.stop();
  process.exit();
});
process.send({ aws: sandbox.aws, exasol: sandbox.exasol });
