import type {
  CreateTransformJobRequest,
  CreateTransformJobResponse,
  DescribeTransformJobRequest,
  DescribeTransformJobResponse,
  ListTransformJobsRequest,
  ListTransformJobsResponse,
  StopTransformJobRequest,
} from '@aws-sdk/client-sagemaker';
import { makeArn, type OperationContext } from '../context.js';
import { resourceInUse, resourceLimitExceeded, resourceNotFound, sandboxGap, validationException } from '../errors.js';
import { parseColumnFilter } from '../transform/column-filter.js';
import { measureTransform, type TransformProgress } from '../transform/progress.js';
import type { TransformRecord } from '../transform/record.js';
import { listNamed } from './list-named.js';
import { requireModel } from './model.js';
import { isWithin } from './paging.js';
import { checkTags } from './tags.js';

/** Limit of MaxConcurrentTransforms × MaxPayloadInMB. Source: the API reference of CreateTransformJob. */
const maxConcurrentMegabytes = 100;

export function createTransformJob(
  context: OperationContext,
  input: CreateTransformJobRequest,
): CreateTransformJobResponse {
  const { region, clock, state, transforms } = context;
  const name = input.TransformJobName ?? '';
  checkTags(input.Tags ?? []);
  checkPayload(input);
  checkFormats(input);
  const model = requireModel(context, input.ModelName);
  const existing = region.transformJobs.get(name.toLowerCase());
  if (existing) {
    throw resourceInUse(
      `Job name must be unique within an AWS account and region, and a job with this name already exists (${existing.arn})`,
    );
  }
  checkInstances(context, input);
  const arn = makeArn(context, 'transform-job', name);
  const job: TransformRecord = {
    name,
    arn,
    region: region.region,
    createdAt: clock.now(),
    input,
    model: model.input,
  };
  region.transformJobs.set(name.toLowerCase(), job);
  if (input.Tags !== undefined && input.Tags.length > 0) region.tags.set(arn, input.Tags);
  state.save();
  transforms.start(job);
  return { TransformJobArn: arn };
}

function checkPayload({ MaxConcurrentTransforms = 1, MaxPayloadInMB = 6 }: CreateTransformJobRequest): void {
  if (MaxConcurrentTransforms * MaxPayloadInMB <= maxConcurrentMegabytes && MaxPayloadInMB <= maxConcurrentMegabytes) {
    return;
  }
  throw validationException(
    `The product of MaxConcurrentTransforms (${MaxConcurrentTransforms}) and MaxPayloadInMB (${MaxPayloadInMB}) must not exceed ${maxConcurrentMegabytes} MB.`,
  );
}

function checkFormats({ TransformInput, TransformOutput, DataProcessing = {} }: CreateTransformJobRequest): void {
  const { SplitType = 'None', DataSource } = TransformInput ?? {};
  if (DataSource?.S3DataSource?.S3DataType !== 'S3Prefix') throw sandboxGap('manifest files in a transform job');
  if (SplitType !== 'Line') throw sandboxGap(`the SplitType '${SplitType}'`);
  const { InputFilter, OutputFilter, JoinSource } = DataProcessing;
  for (const [name, path] of Object.entries({ InputFilter, OutputFilter })) {
    if (path !== undefined && path !== null && parseColumnFilter(path) === undefined) {
      throw validationException(`${name} '${path}' is not a JSONPath that is supported for text/csv.`);
    }
  }
  if (JoinSource === 'Input' && TransformOutput?.AssembleWith !== 'Line') {
    throw validationException('AssembleWith must be Line if JoinSource is Input.');
  }
}

function checkInstances(
  { quotas, region, clock, timings }: OperationContext,
  { TransformResources }: CreateTransformJobRequest,
): void {
  const type = TransformResources?.InstanceType ?? '';
  const more = TransformResources?.InstanceCount ?? 1;
  const used = [...region.transformJobs.values()]
    .filter((job) => ['InProgress', 'Stopping'].includes(measureTransform(job, clock.now(), timings).status))
    .filter((job) => job.input.TransformResources?.InstanceType === type)
    .reduce((sum, job) => sum + (job.input.TransformResources?.InstanceCount ?? 1), 0);
  const quota = quotas.transformInstances.get(type) ?? quotas.defaultInstances;
  if (used + more > quota) {
    throw resourceLimitExceeded(`${type} for transform job usage`, 'Instances', quota, used, more);
  }
}

function requireTransformJob({ region }: OperationContext, name: string | undefined): TransformRecord {
  const job = region.transformJobs.get(name?.toLowerCase() ?? '');
  if (!job) throw resourceNotFound(`Could not find requested job with name: ${name}`);
  return job;
}

export function describeTransformJob(
  context: OperationContext,
  input: DescribeTransformJobRequest,
): DescribeTransformJobResponse {
  const job = requireTransformJob(context, input.TransformJobName);
  const progress = measure(context, job);
  const { Tags: _, ...request } = job.input;
  return {
    ...request,
    TransformJobName: job.name,
    TransformJobArn: job.arn,
    TransformJobStatus: progress.status,
    ...(progress.failureReason === undefined ? {} : { FailureReason: progress.failureReason }),
    CreationTime: new Date(job.createdAt),
    TransformStartTime: new Date(job.createdAt),
    ...(progress.endedAt === undefined ? {} : { TransformEndTime: new Date(progress.endedAt) }),
  } as DescribeTransformJobResponse;
}

export function listTransformJobs(
  context: OperationContext,
  input: ListTransformJobsRequest,
): ListTransformJobsResponse {
  const matching = [...context.region.transformJobs.values()]
    .map((job) => ({ name: job.name, createdAt: job.createdAt, job, progress: measure(context, job) }))
    .filter(
      ({ progress }) =>
        (input.StatusEquals === undefined || progress.status === input.StatusEquals) &&
        isWithin(progress.lastModifiedAt, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore),
    );
  const { page, ...next } = listNamed(matching, input, 'ListTransformJobs');
  return {
    TransformJobSummaries: page.map(({ job, progress }) => ({
      TransformJobName: job.name,
      TransformJobArn: job.arn,
      CreationTime: new Date(job.createdAt),
      LastModifiedTime: new Date(progress.lastModifiedAt),
      TransformJobStatus: progress.status,
      ...(progress.endedAt === undefined ? {} : { TransformEndTime: new Date(progress.endedAt) }),
      ...(progress.failureReason === undefined ? {} : { FailureReason: progress.failureReason }),
    })),
    ...next,
  };
}

/** Stopping twice is allowed. The error for a job that has ended is that of other jobs; it is unverified. */
export function stopTransformJob(context: OperationContext, input: StopTransformJobRequest): Record<string, never> {
  const job = requireTransformJob(context, input.TransformJobName);
  const { status } = measure(context, job);
  if (status === 'Stopping') return {};
  if (status !== 'InProgress') {
    throw validationException(`The request was rejected because the transform job is in status ${status}.`);
  }
  job.stopRequestedAt = context.clock.now();
  context.transforms.abort(job);
  context.state.save();
  return {};
}

function measure({ clock, timings }: OperationContext, job: TransformRecord): TransformProgress {
  return measureTransform(job, clock.now(), timings);
}
