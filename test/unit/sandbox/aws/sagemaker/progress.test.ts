import { describe, expect, test } from 'vitest';
import { measureProgress } from '../../../../../src/sandbox/aws/sagemaker/automl-job/progress.js';
import type { JobRecord } from '../../../../../src/sandbox/aws/sagemaker/automl-job/record.js';
import { measureEndpoint } from '../../../../../src/sandbox/aws/sagemaker/endpoint/progress.js';
import type { EndpointRevision } from '../../../../../src/sandbox/aws/sagemaker/state.js';
import { defaultTimings } from '../../../../../src/sandbox/aws/types.js';

const candidate = (name: string, finishedAt: number) => ({
  name,
  algorithm: 'xgboost',
  objectiveValue: 1,
  metrics: [],
  finishedAt,
  modelUris: [],
});

const analyzed = {
  at: 100,
  problemType: 'Regression',
  objective: { name: 'MSE', type: 'Minimize' },
  plannedCandidates: 3,
} as const;

/** A job created at time 0 with a fast training. */
function makeJob(changes: Partial<JobRecord> = {}, settings: Partial<JobRecord['settings']> = {}): JobRecord {
  return {
    name: 'j',
    arn: 'arn:j',
    region: 'r',
    createdAt: 0,
    request: { version: 2, input: {} as Extract<JobRecord['request'], { version: 2 }>['input'] },
    settings: {
      trainingUri: '',
      dataType: 'S3Prefix',
      compression: 'None',
      outputPath: '',
      target: 't',
      sampleWeightColumn: undefined,
      problemType: undefined,
      objective: undefined,
      mode: 'AUTO',
      maxCandidates: undefined,
      maxJobRuntime: undefined,
      validationFraction: 0.2,
      definitionsOnly: false,
      roleArn: '',
      ...settings,
    },
    training: {
      mode: 'HYPERPARAMETER_TUNING',
      analyzed,
      candidates: [candidate('a', 150), candidate('b', 200), candidate('c', 250)],
      best: 1,
      finishedAt: 300,
    },
    ...changes,
  };
}

const at = (job: JobRecord, now: number) => measureProgress(job, now, defaultTimings);

describe('a job', () => {
  test('runs through its phases, and shows candidates one by one during training', () => {
    const seen = [0, 1000, 2000, 3000, 3300, 3999, 4000, 5000, 6000].map((now) => {
      const { secondary, candidates } = at(makeJob(), now);
      return [secondary, candidates.length];
    });
    expect(seen).toEqual([
      ['Starting', 0],
      ['AnalyzingData', 0],
      ['FeatureEngineering', 0],
      ['ModelTuning', 0],
      ['ModelTuning', 1],
      ['ModelTuning', 3],
      ['GeneratingExplainabilityReport', 3],
      ['GeneratingModelInsightsReport', 3],
      ['Completed', 3],
    ]);
    expect(at(makeJob(), 9000)).toMatchObject({ status: 'Completed', endedAt: 6000, lastModifiedAt: 6000 });
  });

  test('waits for a slow training', () => {
    const { analyzed: _, finishedAt: __, ...rest } = makeJob().training;
    expect(at(makeJob({ training: { ...rest, candidates: [] } }), 60_000).secondary).toBe('AnalyzingData');
    const training = { ...makeJob().training, finishedAt: 20_000 };
    expect(at(makeJob({ training }), 19_999).secondary).toBe('ModelTuning');
    expect(at(makeJob({ training }), 20_000).secondary).toBe('GeneratingExplainabilityReport');
  });

  test('fails after the analysis of unusable data', () => {
    const job = makeJob({ training: { candidates: [], failure: { at: 50, reason: 'Too few rows.' } } });
    expect(at(job, 1999)).toMatchObject({ status: 'InProgress', secondary: 'AnalyzingData' });
    expect(at(job, 2000)).toMatchObject({ status: 'Failed', secondary: 'Failed', failureReason: 'Too few rows.' });
  });

  test('keeps its candidates when it is stopped', () => {
    const job = makeJob({ stopRequestedAt: 3600 });
    expect(at(job, 3599).secondary).toBe('ModelTuning');
    expect(at(job, 3600)).toMatchObject({ status: 'Stopping', secondary: 'Stopping' });
    expect(at(job, 9000)).toMatchObject({ status: 'Stopped', endedAt: 4100 });
    expect(at(job, 9000).candidates.map(({ name }) => name)).toContain('b');
  });

  test('ends at its maximum run time, unless it ended before', () => {
    const limited = makeJob({}, { maxJobRuntime: 3 });
    expect(at(limited, 9000)).toMatchObject({
      status: 'Completed',
      secondary: 'MaxAutoMLJobRuntimeReached',
      endedAt: 3000,
    });
    expect(at(makeJob({}, { maxJobRuntime: 6 }), 9000)).toMatchObject({ secondary: 'Completed', endedAt: 6000 });
  });

  test('reports that the limit of candidates was reached, or that only candidate definitions were generated', () => {
    expect(at(makeJob({}, { maxCandidates: 3 }), 9000).secondary).toBe('MaxCandidatesReached');
    expect(at(makeJob({}, { maxCandidates: 4 }), 9000).secondary).toBe('Completed');
    const definitions = at(makeJob({}, { definitionsOnly: true }), 9000);
    expect(definitions).toMatchObject({
      status: 'Completed',
      secondary: 'CandidateDefinitionsGenerated',
      candidates: [],
    });
  });
});

describe('an endpoint', () => {
  const revision = (requestedAt: number, changes: Partial<EndpointRevision> = {}): EndpointRevision => ({
    requestedAt,
    configName: `c${requestedAt}`,
    config: { EndpointConfigName: 'c', ProductionVariants: [] },
    models: {},
    ...changes,
  });
  const measure = (revisions: EndpointRevision[], now: number, deletedAt?: number) => {
    const endpoint = { name: 'e', arn: 'arn:e', revisions, ...(deletedAt === undefined ? {} : { deletedAt }) };
    const progress = measureEndpoint(endpoint, now, defaultTimings);
    return progress && [progress.status, progress.serving?.configName];
  };

  test('is created, updated and deleted after the configured times', () => {
    expect(measure([revision(0)], 2999)).toEqual(['Creating', undefined]);
    expect(measure([revision(0)], 3000)).toEqual(['InService', 'c0']);
    expect(measure([revision(0), revision(5000)], 6999)).toEqual(['Updating', 'c0']);
    expect(measure([revision(0), revision(5000)], 7000)).toEqual(['InService', 'c5000']);
    expect(measure([revision(0)], 9000, 8000)).toEqual(['Deleting', undefined]);
    expect(measure([revision(0)], 9500, 8000)).toBeUndefined();
  });

  test('fails at creation, and is rolled back at an update', () => {
    const bad = { failureReason: 'no model' };
    expect(measure([revision(0, bad)], 3000)).toEqual(['Failed', undefined]);
    expect(measure([revision(0), revision(5000, bad)], 7000)).toEqual(['InService', 'c0']);
  });
});
