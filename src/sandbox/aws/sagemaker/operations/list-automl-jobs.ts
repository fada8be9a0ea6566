import type {
  AutoMLJobSummary,
  ListAutoMLJobsRequest,
  ListAutoMLJobsResponse,
  ListCandidatesForAutoMLJobRequest,
  ListCandidatesForAutoMLJobResponse,
} from '@aws-sdk/client-sagemaker';
import { describeCandidate } from '../automl-job/describe-candidate.js';
import { measureProgress } from '../automl-job/progress.js';
import type { OperationContext } from '../context.js';
import { requireJob } from './describe-automl-job.js';
import { cutPage, isWithin, sortItems } from './paging.js';

export function listAutoMLJobs(context: OperationContext, input: ListAutoMLJobsRequest): ListAutoMLJobsResponse {
  const now = context.clock.now();
  const jobs = [...context.region.jobs.values()]
    .map((job) => ({ job, progress: measureProgress(job, now, context.timings) }))
    .filter(
      ({ job, progress }) =>
        job.name.toLowerCase().includes(input.NameContains?.toLowerCase() ?? '') &&
        (input.StatusEquals === undefined || progress.status === input.StatusEquals) &&
        isWithin(job.createdAt, input.CreationTimeAfter, input.CreationTimeBefore) &&
        isWithin(progress.lastModifiedAt, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore),
    );
  const key = ({ job, progress }: (typeof jobs)[number]): string | number => {
    if (input.SortBy === 'CreationTime') return job.createdAt;
    return input.SortBy === 'Status' ? progress.status : job.name.toLowerCase();
  };
  const { page, ...next } = cutPage(sortItems(jobs, key, input.SortOrder ?? 'Descending'), {
    token: input.NextToken,
    size: input.MaxResults ?? 10,
    list: 'ListAutoMLJobs',
  });
  return {
    AutoMLJobSummaries: page.map(
      ({ job, progress }): AutoMLJobSummary => ({
        AutoMLJobName: job.name,
        AutoMLJobArn: job.arn,
        AutoMLJobStatus: progress.status,
        AutoMLJobSecondaryStatus: progress.secondary,
        CreationTime: new Date(job.createdAt),
        LastModifiedTime: new Date(progress.lastModifiedAt),
        ...(progress.endedAt === undefined ? {} : { EndTime: new Date(progress.endedAt) }),
        ...(progress.failureReason === undefined ? {} : { FailureReason: progress.failureReason }),
      }),
    ),
    ...next,
  };
}

export function listCandidatesForAutoMLJob(
  context: OperationContext,
  input: ListCandidatesForAutoMLJobRequest,
): ListCandidatesForAutoMLJobResponse {
  const job = requireJob(context, input.AutoMLJobName);
  const progress = measureProgress(job, context.clock.now(), context.timings);
  const best = job.training.candidates[job.training.best ?? -1];
  // Every visible candidate has completed, so a filter for any other status finds none.
  const matchesStatus = input.StatusEquals === undefined || input.StatusEquals === 'Completed';
  const candidates = progress.candidates.filter(
    ({ name }) => matchesStatus && (input.CandidateNameEquals === undefined || name === input.CandidateNameEquals),
  );
  const sorted = sortItems(
    candidates,
    (candidate) => (input.SortBy === 'FinalObjectiveMetricValue' ? candidate.objectiveValue : candidate.finishedAt),
    input.SortOrder ?? 'Ascending',
  );
  const { page, ...next } = cutPage(sorted, {
    token: input.NextToken,
    size: input.MaxResults ?? 10,
    list: `ListCandidatesForAutoMLJob/${job.name}`,
  });
  return {
    Candidates: page.map((candidate) =>
      describeCandidate(job, candidate, progress.isBestFinal && candidate.name === best?.name, context.behaviours),
    ),
    ...next,
  };
}
