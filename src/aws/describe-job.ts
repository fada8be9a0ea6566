import { DescribeAutoMLJobV2Command, type SageMakerClient } from '@aws-sdk/client-sagemaker';

export interface JobDescription {
  readonly status: string;
  readonly failureReason: string | undefined;
  /** As resolved by the service; undefined until it knows. */
  readonly problemType: string | undefined;
  /** Undefined while no candidate has finished, and where none did. */
  readonly bestCandidate: { readonly name: string; readonly metric: string; readonly value: number } | undefined;
}

/** What SageMaker knows of an Autopilot job, whichever version of the API created it. */
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
