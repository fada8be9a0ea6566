import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../src/jobs/evaluate-predictions.js';
import { drawCurve } from '../../../src/terminal/curve.js';
import { formatEvaluation } from '../../../src/terminal/evaluation-view.js';
import { measureWidth } from '../../../src/terminal/text-width.js';

const empty: Evaluation = {
  metrics: { rows: 9, rows_evaluated: 6, rows_without_actual: 2, rows_without_prediction: 1, accuracy: 0.5 },
  positive_label: null,
  labels: [],
  confusion: [],
  thresholds: [],
  residual_quantiles: [],
};

/** Every label is predicted as the next one in a third of its rows. */
function makeClasses(count: number, name: (index: number) => string): Evaluation {
  const labels = Array.from({ length: count }, (_, index) => name(index));
  return {
    ...empty,
    labels: labels.map((label) => ({ label, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 })),
    confusion: labels.flatMap((actual, index) => [
      { actual, predicted: actual, rows: 2 },
      { actual, predicted: labels[(index + 1) % count] ?? '', rows: 1 },
    ]),
  };
}

test('counts rows that cannot be evaluated', () => {
  const [first] = formatEvaluation(empty, undefined).split('\n');
  expect(first).toBe('6 of 9 rows evaluated (2 without an actual value, 1 without a prediction).');
});

describe.each([80, 120])('on a terminal of %i columns', (width) => {
  test.each<[string, Evaluation]>([
    ['long names', makeClasses(8, (index) => `a class with a rather long name, number ${index}`)],
    ['many labels', makeClasses(60, (index) => `K${index}`)],
    ['wide characters', makeClasses(5, (index) => `天気${'雨'.repeat(30)}${index}`)],
    ['line breaks', makeClasses(3, (index) => `a\nb${index}`)],
    [
      'thresholds',
      {
        ...makeClasses(2, (index) => (index === 0 ? 'no' : 'yes')),
        thresholds: Array.from({ length: 21 }, (_, step) => ({
          threshold: step / 20,
          true_positives: 1_000_000 - step,
          false_positives: 1_000_000 - step,
          false_negatives: step,
          true_negatives: step,
          precision: 1 / 3,
          recall: 1 - (step / 20) ** 3,
          false_positive_rate: 1 - step / 20,
          f1: 2 / 3,
        })),
      },
    ],
    [
      'residuals',
      {
        ...empty,
        residual_quantiles: [
          { quantile: 0, residual: -1234.5678 },
          { quantile: 0.5, residual: 0.1 },
          { quantile: 1, residual: 99 },
        ],
      },
    ],
  ])('no line is too wide: %s', (_name, evaluation) => {
    const lines = formatEvaluation(evaluation, width).split('\n');
    expect(lines.filter((line) => measureWidth(line) > width)).toEqual([]);
  });
});

test('shows a small confusion matrix, and lists the mistakes of a large one', () => {
  const small = formatEvaluation(
    makeClasses(3, (index) => `K${index}`),
    80,
  );
  expect(small).toContain('ACTUAL \\ PREDICTED  K0  K1  K2\nK0                   2   1   0\n');
  const large = formatEvaluation(
    makeClasses(60, (index) => `K${index}`),
    80,
  );
  expect(large).toMatch(/ACTUAL {2}PREDICTED INSTEAD {2}ROWS\nK0 {6}K1 +1\n/);
  expect(large).toContain('40 more kinds of mistakes: use --json to see all.');
});

describe('a curve', () => {
  const layout = { columns: 11, lines: 5, xLabel: 'x', yLabel: 'y' };

  test('of a perfect classifier runs along the left and the upper edge', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 1 },
      { x: 1, y: 1 },
    ];
    expect(drawCurve(points, layout)).toBe(
      [
        'y',
        '1.0 │•••••••••••',
        '    │•      ··',
        '    │•   ···',
        '    │• ··',
        '0.0 │•·',
        '    └───────────',
        '     0.0  x  1.0',
        '',
      ].join('\n'),
    );
  });

  test('of chance covers the diagonal', () => {
    const drawn = drawCurve(
      [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      layout,
    );
    expect(drawn).not.toContain('·');
  });
});
