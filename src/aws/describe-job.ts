import { DescribeAutoMLJobV2Command, type SageMakerClient } from '@aws-sdk/client-sagemaker';

export interface JobDescription {
  readonly status: string;
  readonly failureReason: string | undefined;
  /** As determined by AWS; undefined until then. */
  readonly problemType: string | undefined;
  /** Undefined until a candidate has a result. */
  readonly bestCandidate: { readonly name: string; readonly metric: string; readonly value: number } | undefined;
}

/** Describes an Autopilot job; works for jobs of both versions of the API. */
export async function describeJob(client: SageMakerClient, jobName: string): Promise<JobDescription> {
  const job = await client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: jobName }));
  const resolved = job.ResolvedAttributes?.AutoMLProblemTypeResolvedAttributes?.TabularResolvedAttributes;
  const best = job.BestCandidate;
  const metric = best?.FinalAutoMLJobObjectiveMetric;
  return {
    status: job.AutoMLJobStatus ?? '',
    failureReason: job.FailureReason,
    problemType: resolved?.ProblemType,
    bestCandidate:
      best?.CandidateName === undefined || metric === undefined
        ? undefined
        : {
            name: best.CandidateName,
            metric: metric.StandardMetricName ?? metric.MetricName ?? '',
            value: metric.Value ?? Number.NaN,
          },
  };
}
