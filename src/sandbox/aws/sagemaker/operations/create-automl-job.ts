import type {
  CreateAutoMLJobRequest,
  CreateAutoMLJobResponse,
  CreateAutoMLJobV2Request,
  CreateAutoMLJobV2Response,
  Tag,
} from '@aws-sdk/client-sagemaker';
import { measureProgress } from '../automl-job/progress.js';
import type { JobRecord, JobSettings } from '../automl-job/record.js';
import { readV1Settings, readV2Settings } from '../automl-job/settings.js';
import { checkRole, makeArn, type OperationContext } from '../context.js';
import { resourceInUse, resourceLimitExceeded } from '../errors.js';
import { checkTags } from './tags.js';

export function createAutoMLJob(context: OperationContext, input: CreateAutoMLJobRequest): CreateAutoMLJobResponse {
  return createJob(context, input.AutoMLJobName ?? '', { version: 1, input }, readV1Settings(input), input.Tags ?? []);
}

export function createAutoMLJobV2(
  context: OperationContext,
  input: CreateAutoMLJobV2Request,
): CreateAutoMLJobV2Response {
  return createJob(context, input.AutoMLJobName ?? '', { version: 2, input }, readV2Settings(input), input.Tags ?? []);
}

function createJob(
  context: OperationContext,
  name: string,
  request: JobRecord['request'],
  settings: JobSettings,
  tags: Tag[],
): { AutoMLJobArn: string } {
  const { region, clock, state, trainings } = context;
  checkTags(tags);
  checkRole(context, settings.roleArn);
  const existing = region.jobs.get(name.toLowerCase());
  if (existing) {
    throw resourceInUse(
      `Job name must be unique within an AWS account and region, and a job with this name already exists (${existing.arn})`,
    );
  }
  checkQuota(context);
  const arn = makeArn(context, 'automl-job', name);
  const job: JobRecord = {
    name,
    arn,
    region: region.region,
    createdAt: clock.now(),
    request,
    settings,
    training: { candidates: [] },
  };
  region.jobs.set(name.toLowerCase(), job);
  if (tags.length > 0) region.tags.set(arn, tags);
  state.save();
  trainings.start(job);
  return { AutoMLJobArn: arn };
}

function checkQuota({ quotas, region, clock, timings }: OperationContext): void {
  if (quotas.automlJobs === Number.POSITIVE_INFINITY) return;
  const running = [...region.jobs.values()].filter((job) => {
    const { status } = measureProgress(job, clock.now(), timings);
    return status === 'InProgress' || status === 'Stopping';
  }).length;
  if (running < quotas.automlJobs) return;
  throw resourceLimitExceeded('Number of concurrent AutoML jobs', 'Jobs', quotas.automlJobs, running, 1);
}
