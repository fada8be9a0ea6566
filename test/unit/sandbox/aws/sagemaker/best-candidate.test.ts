import { expect, test } from 'vitest';
import { chooseBest } from '../../../../../src/sandbox/aws/sagemaker/automl-job/describe-candidate.js';
import type { CandidateRecord, JobRecord } from '../../../../../src/sandbox/aws/sagemaker/automl-job/record.js';

const candidate = (name: string, objectiveValue: number, latency?: number): CandidateRecord => ({
  name,
  algorithm: 'xgboost',
  objectiveValue,
  metrics:
    latency === undefined
      ? []
      : [{ name: 'InferenceLatency', standardName: 'InferenceLatency', value: latency, set: 'Validation' }],
  finishedAt: 0,
  modelUris: [],
});

function choose(type: 'Maximize' | 'Minimize', candidates: readonly CandidateRecord[]): string | undefined {
  const analyzed = { at: 0, problemType: 'Regression', objective: { name: 'MSE', type }, plannedCandidates: 3 };
  return chooseBest({ training: { analyzed, candidates } } as unknown as JobRecord, candidates)?.name;
}

const tied = [candidate('slow', 0.9, 0.3), candidate('fast', 0.9, 0.1), candidate('between', 0.9, 0.2)];

test.each(['Maximize', 'Minimize'] as const)('prefers the faster of candidates that tie (%s)', (type) => {
  expect(choose(type, tied)).toBe('fast');
  expect(choose(type, [...tied].reverse())).toBe('fast');
});

test('ranks by the objective before the latency', () => {
  const better = candidate('better', 0.91, 5);
  expect(choose('Maximize', [...tied, better])).toBe('better');
  expect(choose('Minimize', [...tied, better])).toBe('fast');
});

test('prefers the first of tuned candidates that tie, which have no latency', () => {
  expect(choose('Maximize', [candidate('first', 1), candidate('second', 1)])).toBe('first');
});
