import { beforeAll, describe, expect, test } from 'vitest';
import { loadModel, type Model, predictRows } from '../../../../src/sandbox/automl/predict.js';
import { trainCandidates } from '../../../../src/sandbox/automl/train.js';
import { makeCsv, makeRequest, toFiles } from './training-data.js';

describe('predictRows', () => {
  const models: Model[] = [];

  beforeAll(async () => {
    const csv = makeCsv(600, (x1, x2) => (x1 * x2 > 0 ? '1' : '0'));
    const outcome = await trainCandidates(makeRequest(toFiles(csv), { maxCandidates: 10 }));
    for (const candidate of outcome.candidates) models.push(loadModel(JSON.parse(JSON.stringify(candidate.model))));
  });

  test('returns one prediction per row for every kind of model, after JSON serialization', () => {
    expect(models).toHaveLength(10);
    const rows = [
      ['4', '4', '0.5', 'red', '2024-05-11'],
      ['4', '-4', '0.5', 'red', '2024-05-11'],
    ];
    for (const model of models) {
      const predictions = predictRows(model, rows);
      expect(predictions).toHaveLength(2);
      for (const { label, probability, probabilities } of predictions) {
        expect(model.labels).toContain(label);
        expect(probability).toBe(Math.max(...probabilities));
        expect(probabilities[0]).toBeCloseTo(1 - (probabilities[1] ?? 0), 9);
      }
    }
    expect(predictRows(models[0] as Model, rows).map((prediction) => prediction.label)).toEqual(['1', '0']);
  });

  test('accepts missing, invalid and unknown values', () => {
    for (const model of models) {
      for (const row of [
        ['', '', '', '', ''],
        ['NaN', 'abc', 'inf', 'violet', 'yesterday'],
      ]) {
        const [prediction] = predictRows(model, [row]);
        expect(prediction?.probability).toBeGreaterThanOrEqual(0.5);
      }
    }
  });

  test('returns nothing for no rows, and rejects a row with the wrong number of columns', () => {
    expect(predictRows(models[0] as Model, [])).toEqual([]);
    expect(() => predictRows(models[0] as Model, [['1', '2']])).toThrow('Expected 5 columns, received 2.');
  });

  test('rejects an object that is not a model', () => {
    expect(() => loadModel({ format: 'pickle' })).toThrow();
  });
});
