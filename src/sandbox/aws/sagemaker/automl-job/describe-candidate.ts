import { createHash } from 'node:crypto';
import type { AutoMLCandidate, AutoMLMetricEnum, AutoMLMetricExtendedEnum } from '@aws-sdk/client-sagemaker';
import type { Behaviours } from '../../../behaviours.js';
import { reportLocations } from './artifacts.js';
import { describeContainers } from './containers.js';
import type { CandidateRecord, JobRecord } from './record.js';

/** A finished candidate in the format of the API. Only the best candidate has reports, once it is known. */
export function describeCandidate(
  job: JobRecord,
  candidate: CandidateRecord,
  hasReports: boolean,
  behaviours: Behaviours,
): AutoMLCandidate {
  // The format of older jobs: `validation:f1`, without Type and StandardMetricName.
  const isOlder = behaviours['metric-names'] === 'older';
  const { analyzed } = job.training;
  if (!analyzed) throw new Error(`The job '${job.name}' has candidates before its data was analyzed.`);
  const metric = analyzed.objective.name as AutoMLMetricEnum;
  const startedAt = new Date(Math.max(job.createdAt, candidate.finishedAt - 1));
  return {
    CandidateName: candidate.name,
    FinalAutoMLJobObjectiveMetric: {
      ...(isOlder
        ? { MetricName: spellOlder(metric) }
        : { Type: analyzed.objective.type, MetricName: metric, StandardMetricName: metric }),
      Value: candidate.objectiveValue,
    },
    ObjectiveStatus: 'Succeeded',
    CandidateSteps: listSteps(job, candidate),
    CandidateStatus: 'Completed',
    InferenceContainers: describeContainers(candidate, analyzed.problemType, job.region),
    CreationTime: startedAt,
    EndTime: new Date(candidate.finishedAt),
    LastModifiedTime: new Date(candidate.finishedAt),
    CandidateProperties: {
      ...(hasReports ? { CandidateArtifactLocations: reportLocations(job, candidate.name) } : {}),
      CandidateMetrics: candidate.metrics.map(({ name, standardName, value, set }) => ({
        ...(name === undefined ? {} : { MetricName: isOlder ? spellOlder(name) : (name as AutoMLMetricEnum) }),
        ...(isOlder ? {} : { StandardMetricName: standardName as AutoMLMetricExtendedEnum }),
        Value: value,
        Set: set,
      })),
    },
  };
}

/** The name in the logs of the training algorithms; it is not a MetricName of the API. */
const spellOlder = (name: string) => `validation:${name.toLowerCase()}` as AutoMLMetricEnum;

/** The best candidate by AWS's rule: the objective, then the lower latency. */
export function chooseBest(job: JobRecord, candidates: readonly CandidateRecord[]): CandidateRecord | undefined {
  const sign = job.training.analyzed?.objective.type === 'Minimize' ? 1 : -1;
  const latency = ({ metrics }: CandidateRecord) =>
    metrics.find(({ standardName }) => standardName === 'InferenceLatency')?.value ?? 0;
  return [...candidates].sort((a, b) => sign * (a.objectiveValue - b.objectiveValue) || latency(a) - latency(b))[0];
}

function listSteps(job: JobRecord, candidate: CandidateRecord): AutoMLCandidate['CandidateSteps'] {
  const arnBase = job.arn.replace(/:automl-job\/.*$/, '');
  const suffix = createHash('sha256').update(candidate.name).digest('hex').slice(0, 8);
  const step = (type: 'ProcessingJob' | 'TransformJob' | 'TrainingJob', infix: string) => {
    const name = `${job.name}-${infix}-${suffix}`;
    return {
      CandidateStepType: `AWS::SageMaker::${type}` as const,
      CandidateStepArn: `${arnBase}:${type.toLowerCase().replace('job', '-job')}/${name}`,
      CandidateStepName: name,
    };
  };
  if (candidate.modelUris.length === 1) return [step('TrainingJob', 'ens')];
  return [
    step('ProcessingJob', 'db'),
    step('TrainingJob', 'dpp'),
    step('TransformJob', 'rpb'),
    step('TrainingJob', 'tun'),
  ];
}
