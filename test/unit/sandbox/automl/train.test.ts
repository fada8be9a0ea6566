import { describe, expect, test } from 'vitest';
import { loadModel, predictRows } from '../../../../src/sandbox/automl/predict.js';
import { trainCandidates } from '../../../../src/sandbox/automl/train.js';
import type { TrainingEvent, TrainingOutcome } from '../../../../src/sandbox/automl/types.js';
import { makeCsv, makeRequest, toFiles } from './training-data.js';

const crossing = makeCsv(1000, (x1, x2) => (x1 * x2 > 0 ? 'yes' : 'no'));

function readMetric(outcome: TrainingOutcome, algorithm: string, name: string, set = 'Validation'): number {
  const candidate = outcome.candidates.find((each) => each.algorithm === algorithm);
  return candidate?.metrics.find((each) => each.standardName === name && each.set === set)?.value ?? Number.NaN;
}

/** Metrics without InferenceLatency, which depends on the machine. */
function withoutLatency(outcome: TrainingOutcome): unknown {
  return outcome.candidates.map(({ name, objectiveValue, metrics }) => ({
    name,
    objectiveValue,
    metrics: metrics.filter((each) => each.standardName !== 'InferenceLatency'),
  }));
}

describe('trainCandidates', () => {
  test('learns an interaction that a linear model cannot', async () => {
    const outcome = await trainCandidates(makeRequest(toFiles(crossing), { maxCandidates: 5 }));
    expect(outcome).toMatchObject({
      problemType: 'BinaryClassification',
      objective: { name: 'F1', type: 'Maximize' },
      rows: 1000,
      rowsUsed: 1000,
    });
    expect(outcome.candidates.map((each) => each.algorithm).sort()).toEqual([
      'AverageEnsemble',
      'ConstantBaseline',
      'GradientBoosting',
      'LinearModel',
      'RandomForest',
    ]);
    expect(readMetric(outcome, 'GradientBoosting', 'Accuracy')).toBeGreaterThan(0.95);
    expect(readMetric(outcome, 'LinearModel', 'AUC')).toBeLessThan(0.7);
    expect(readMetric(outcome, 'ConstantBaseline', 'AUC')).toBe(0.5);
    const values = outcome.candidates.map((each) => each.objectiveValue);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const boosted = outcome.candidates.find((each) => each.algorithm === 'GradientBoosting');
    expect(boosted?.featureImportance['X1']).toBeGreaterThan(0.5);
    expect(boosted?.featureImportance['NOISE']).toBeLessThan(0.05);
  });

  test('recovers a linear rule with a category in a regression', async () => {
    const csv = makeCsv(800, (x1, x2, color) => (3 * x1 - 2 * x2 + (color === 'red' ? 4 : 0)).toFixed(6));
    const outcome = await trainCandidates(makeRequest(toFiles(csv), { objective: 'RMSE', problemType: 'Regression' }));
    expect(outcome.objective).toEqual({ name: 'RMSE', type: 'Minimize' });
    expect(outcome.candidates[0]?.algorithm).toBe('LinearModel');
    expect(outcome.candidates[0]?.objectiveValue).toBeLessThan(0.1);
    expect(readMetric(outcome, 'LinearModel', 'R2')).toBeGreaterThan(0.999);
    const model = loadModel(JSON.parse(JSON.stringify(outcome.candidates[0]?.model)));
    expect(model.inputColumns).toEqual(['X1', 'X2', 'NOISE', 'COLOR', 'DAY']);
    const [prediction] = predictRows(model, [['1', '2', '0.5', 'red', '2024-05-11']]);
    expect(Number(prediction?.label)).toBeCloseTo(3 - 4 + 4, 1);
    expect(prediction?.probabilities).toEqual([]);
  });

  test('computes validation metrics on rows that are not used for training: random labels cannot be predicted', async () => {
    let toggle = 7;
    const csv = makeCsv(800, () => {
      toggle = (toggle * 16807) % 2147483647;
      return toggle % 2 === 0 ? 'a' : 'b';
    });
    const outcome = await trainCandidates(makeRequest(toFiles(csv), { objective: 'Accuracy' }));
    expect(readMetric(outcome, 'GradientBoosting', 'Accuracy', 'Train')).toBeGreaterThan(0.7);
    expect(readMetric(outcome, 'GradientBoosting', 'Accuracy', 'Validation')).toBeLessThan(0.62);
  });

  test('tunes as many candidates as requested, without a latency metric', async () => {
    const outcome = await trainCandidates(
      makeRequest(toFiles(crossing), { mode: 'HYPERPARAMETER_TUNING', maxCandidates: 4, objective: 'AUC' }),
    );
    expect(new Set(outcome.candidates.map((each) => each.name)).size).toBe(4);
    expect(outcome.candidates.flatMap((each) => each.metrics).map((each) => each.standardName)).not.toContain(
      'InferenceLatency',
    );
    const logLoss = outcome.candidates[0]?.metrics.find((each) => each.standardName === 'LogLoss');
    expect(logLoss).not.toHaveProperty('name');
  });

  test('yields the same candidates and metrics for the same seed, and others for another seed', async () => {
    // Few rows, because the result does not depend on their number and three trainings take a while on a busy machine.
    const rows = makeCsv(500, (x1, x2) => (x1 * x2 > 0 ? 'yes' : 'no'));
    const run = async (seed: string): Promise<unknown> =>
      withoutLatency(await trainCandidates(makeRequest(toFiles(rows), { seed })));
    const first = await run('one');
    expect(await run('one')).toEqual(first);
    expect(await run('two')).not.toEqual(first);
  });

  test('reports its progress as events', async () => {
    const events: TrainingEvent[] = [];
    await trainCandidates(makeRequest(toFiles(crossing), { maxCandidates: 2, onEvent: (event) => events.push(event) }));
    expect(events.map((event) => event.kind)).toEqual([
      'dataAnalyzed',
      'candidateStarted',
      'candidateFinished',
      'candidateStarted',
      'candidateFinished',
    ]);
    expect(events[0]).toMatchObject({ rows: 1000, columns: 6, plannedCandidates: 2 });
  });

  test('handles several classes, several files, and labels with commas, quotes and newlines', async () => {
    const quotedLabel = '"one, ""two""\nthree"';
    const csv = makeCsv(700, (x1, x2, color) => (x1 > 2 ? quotedLabel : x2 > 0 ? color : 'four'));
    const cut = csv.indexOf('\n', csv.length / 2);
    const isRowEnd = csv.slice(0, cut).split('"').length % 2 === 1;
    expect(isRowEnd).toBe(true);
    const header = csv.slice(0, csv.indexOf('\n') + 1);
    const outcome = await trainCandidates(
      makeRequest(toFiles(csv.slice(0, cut + 1), header + csv.slice(cut + 1)), { maxCandidates: 1 }),
    );
    expect(outcome).toMatchObject({ problemType: 'MulticlassClassification', rows: 700 });
    expect(outcome.candidates[0]?.objectiveValue).toBeGreaterThan(0.9);
    const model = loadModel(outcome.candidates[0]?.model);
    expect(model.labels).toEqual(['blue', 'four', 'green', 'one, "two"\nthree', 'red']);
    const [prediction] = predictRows(model, [['4', '-2', '', 'red', '']]);
    expect(prediction?.label).toBe('one, "two"\nthree');
    expect(prediction?.probability).toBe(prediction?.probabilities[3]);
    expect(prediction?.probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
  });

  test('skips rows without a target or with a negative weight, and applies sample weights', async () => {
    const lines = makeCsv(1200, (x1) => (x1 > 0 ? '1' : '0'))
      .trimEnd()
      .split('\n');
    const weighted = lines.map((line, row) => {
      if (row === 0) return `${line},W`;
      if (row <= 100) return `${line.slice(0, -1)},1`;
      // A third of the rows has the opposite label with weight 0, which must not matter.
      if (row % 3 === 0) return `${line.slice(0, -1)}${line.endsWith('1') ? 0 : 1},0`;
      return row <= 200 ? `${line},-1` : `${line},2`;
    });
    const outcome = await trainCandidates(
      makeRequest(toFiles(`${weighted.join('\n')}\n`), { sampleWeightColumn: 'W', maxCandidates: 1 }),
    );
    expect(outcome.rows).toBe(1200);
    expect(outcome.rowsUsed).toBe(1200 - 100 - 67);
    expect(outcome.columns.find((column) => column.name === 'W')?.role).toBe('sampleWeight');
    const model = loadModel(outcome.candidates[0]?.model);
    expect(model.inputColumns).not.toContain('W');
    expect(predictRows(model, [['3', '0', '', 'red', '']])[0]?.label).toBe('1');
  });

  test('stops with the reason when it is aborted', async () => {
    const controller = new AbortController();
    const run = trainCandidates(
      makeRequest(toFiles(crossing), {
        maxCandidates: 10,
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === 'candidateStarted') controller.abort(new Error('stopped by the test'));
        },
      }),
    );
    await expect(run).rejects.toThrow('stopped by the test');
  });

  test('yields to the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    try {
      await trainCandidates(makeRequest(toFiles(crossing), { maxCandidates: 3 }));
    } finally {
      clearInterval(timer);
    }
    expect(turns).toBeGreaterThan(2);
  });
});

describe('trainCandidates rejects', () => {
  const rows = (count: number, line: (row: number) => string, header = 'X,Y'): string =>
    [header, ...Array.from({ length: count }, (_, row) => line(row)), ''].join('\n');

  test.each([
    ['fewer than 500 rows', [rows(499, (row) => `${row},${row % 2}`)], {}, /499 rows. At least 500/],
    [
      'a target that is not in the header',
      [rows(600, (row) => `${row},${row % 2}`)],
      { target: 'y' },
      /'y' is not in the header.*'X', 'Y'/,
    ],
    [
      'a weight column that is not in the header',
      [rows(600, (row) => `${row},${row % 2}`)],
      { sampleWeightColumn: 'W' },
      /sample weight attribute 'W'/,
    ],
    [
      'files with different headers',
      [rows(500, (row) => `${row},1`), rows(5, (row) => `${row},0`, 'Y,X')],
      {},
      /'part-1.csv' differs/,
    ],
    [
      'a file without data rows',
      [rows(600, (row) => `${row},${row % 2}`), 'X,Y\n'],
      {},
      /'part-1.csv' has a header line but no data/,
    ],
    ['an empty file', [''], {}, /'part-0.csv' is empty/],
    ['no files', [], {}, /No input files/],
    ['a target with one class', [rows(600, (row) => `${row},same`)], {}, /only one distinct value/],
    ['a target without values', [rows(600, (row) => `${row},`)], {}, /no values/],
    ['too few rows with a target', [rows(600, (row) => `${row},${row < 400 ? row % 2 : ''}`)], {}, /Only 400 of 600/],
    [
      'ids as a target',
      [rows(600, (row) => `${row},id${row}`)],
      {},
      /problem type could not be inferred.*600 distinct/,
    ],
    [
      'a text target for regression',
      [rows(600, (row) => `${row},${row % 2 ? 'a' : 'b'}`)],
      { problemType: 'Regression' },
      /is not numeric/,
    ],
    [
      'three values for a binary classification',
      [rows(600, (row) => `${row},${row % 3}`)],
      { problemType: 'BinaryClassification' },
      /needs exactly two/,
    ],
    [
      'an objective of another problem type',
      [rows(600, (row) => `${row},${row % 2}`)],
      { objective: 'MSE' },
      /'MSE' does not fit/,
    ],
    ['duplicate column names', [rows(600, (row) => `${row},1,${row % 2}`, 'X,X,Y')], {}, /'X' twice/],
    [
      'rows with a different number of cells',
      [rows(600, (row) => (row === 77 ? '1,2,3' : `${row},1`))],
      {},
      /could not be read as CSV/,
    ],
    ['a table without features', [rows(600, (row) => `${row}`, 'Y')], {}, /no column besides/],
  ])('%s', async (_, files, changes, reason) => {
    await expect(trainCandidates(makeRequest(toFiles(...files), changes as object))).rejects.toThrow(reason);
  });
});
