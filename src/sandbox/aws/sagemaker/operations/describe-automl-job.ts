import type {
  DescribeAutoMLJobRequest,
  DescribeAutoMLJobResponse,
  DescribeAutoMLJobV2Request,
  DescribeAutoMLJobV2Response,
} from '@aws-sdk/client-sagemaker';
import { listNotebooks, notebookLocation } from '../automl-job/artifacts.js';
import { chooseBest, describeCandidate } from '../automl-job/describe-candidate.js';
import { type JobProgress, measureProgress } from '../automl-job/progress.js';
import type { JobRecord } from '../automl-job/record.js';
import type { OperationContext } from '../context.js';
import { resourceNotFound, validationException } from '../errors.js';

/** @throws SageMakerError ResourceNotFound */
export function requireJob({ region }: OperationContext, name: string | undefined): JobRecord {
  const job = region.jobs.get(name?.toLowerCase() ?? '');
  if (!job) throw resourceNotFound(`Could not find AutoML job with name '${name}' in Region ${region.region}.`);
  return job;
}

/** Only reads jobs that the first version of the create call created. */
export function describeAutoMLJob(
  context: OperationContext,
  input: DescribeAutoMLJobRequest,
): DescribeAutoMLJobResponse {
  const job = requireJob(context, input.AutoMLJobName);
  if (job.request.version !== 1) {
    throw validationException(
      `AutoML job '${job.name}' was created by CreateAutoMLJobV2 and cannot be described by DescribeAutoMLJob. Use DescribeAutoMLJobV2.`,
    );
  }
  const request = job.request.input;
  const progress = measureProgress(job, context.clock.now(), context.timings);
  return {
    ...describeCommon(context, job, progress),
    InputDataConfig: request.InputDataConfig,
    ProblemType: request.ProblemType,
    AutoMLJobConfig: request.AutoMLJobConfig,
    GenerateCandidateDefinitionsOnly: request.GenerateCandidateDefinitionsOnly ?? false,
    ...(job.training.analyzed
      ? { ResolvedAttributes: { ...resolveCommon(job), ProblemType: job.training.analyzed.problemType } }
      : {}),
  };
}

/** Reads jobs of both versions. */
export function describeAutoMLJobV2(
  context: OperationContext,
  input: DescribeAutoMLJobV2Request,
): DescribeAutoMLJobV2Response {
  const job = requireJob(context, input.AutoMLJobName);
  const progress = measureProgress(job, context.clock.now(), context.timings);
  return {
    ...describeCommon(context, job, progress),
    ...(job.request.version === 2 ? describeV2Request(job.request.input) : describeV1AsV2(job.request.input)),
    AutoMLProblemTypeConfigName: 'Tabular',
    ...(job.training.analyzed
      ? {
          ResolvedAttributes: {
            ...resolveCommon(job),
            AutoMLProblemTypeResolvedAttributes: {
              TabularResolvedAttributes: { ProblemType: job.training.analyzed.problemType },
            },
          },
        }
      : {}),
  };
}

function describeCommon({ behaviours }: OperationContext, job: JobRecord, progress: JobProgress) {
  const { input } = job.request;
  const best = progress.isBestFinal
    ? job.training.candidates[job.training.best ?? -1]
    : chooseBest(job, progress.candidates);
  const hasNotebook = progress.isBestFinal || progress.secondary === 'CandidateDefinitionsGenerated';
  return {
    AutoMLJobName: job.name,
    AutoMLJobArn: job.arn,
    OutputDataConfig: input.OutputDataConfig,
    RoleArn: input.RoleArn,
    AutoMLJobObjective: input.AutoMLJobObjective,
    CreationTime: new Date(job.createdAt),
    LastModifiedTime: new Date(progress.lastModifiedAt),
    ...(progress.endedAt === undefined ? {} : { EndTime: new Date(progress.endedAt) }),
    AutoMLJobStatus: progress.status,
    AutoMLJobSecondaryStatus: progress.secondary,
    ...(progress.failureReason === undefined ? {} : { FailureReason: progress.failureReason }),
    ...(best ? { BestCandidate: describeCandidate(job, best, progress.isBestFinal, behaviours) } : {}),
    ...(hasNotebook
      ? {
          AutoMLJobArtifacts: Object.fromEntries(
            listNotebooks(job).map((name) => [`${name}NotebookLocation`, notebookLocation(job, name)]),
          ),
        }
      : {}),
  };
}

function describeV2Request(request: (JobRecord['request'] & { version: 2 })['input']) {
  return {
    AutoMLJobInputDataConfig: request.AutoMLJobInputDataConfig,
    AutoMLProblemTypeConfig: request.AutoMLProblemTypeConfig,
    DataSplitConfig: request.DataSplitConfig,
    SecurityConfig: request.SecurityConfig,
  };
}

function describeV1AsV2(request: (JobRecord['request'] & { version: 1 })['input']) {
  const config = request.AutoMLJobConfig;
  const channel = request.InputDataConfig?.[0];
  return {
    AutoMLJobInputDataConfig: request.InputDataConfig?.map(
      ({ ChannelType, ContentType, CompressionType, DataSource }) => ({
        ChannelType,
        ContentType,
        CompressionType,
        DataSource,
      }),
    ),
    AutoMLProblemTypeConfig: {
      TabularJobConfig: {
        TargetAttributeName: channel?.TargetAttributeName,
        SampleWeightAttributeName: channel?.SampleWeightAttributeName,
        ProblemType: request.ProblemType,
        GenerateCandidateDefinitionsOnly: request.GenerateCandidateDefinitionsOnly,
        CompletionCriteria: config?.CompletionCriteria,
        Mode: config?.Mode,
      },
    },
    DataSplitConfig: config?.DataSplitConfig,
    SecurityConfig: config?.SecurityConfig,
  };
}

function resolveCommon({ training, settings }: JobRecord) {
  return {
    AutoMLJobObjective: { MetricName: training.analyzed?.objective.name as 'F1' | undefined },
    CompletionCriteria: {
      MaxCandidates: settings.maxCandidates,
      MaxAutoMLJobRuntimeInSeconds: settings.maxJobRuntime,
    },
  };
}
