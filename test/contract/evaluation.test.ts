/** SME_EVALUATE_SAGEMAKER_AUTOPILOT_PREDICTIONS: values of scikit-learn, and inputs of every kind. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier, literal } from '../../src/exasol/quote.js';
import expected from '../support/evaluation-expected.json' with { type: 'json' };
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';
import { installScripts, run } from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let schema: string;
let data: string;

beforeAll(async () => {
  target = await openTarget({ nodes: 1 });
  driver = await target.connect();
  schema = target.schemaName('SME_EVALUATION');
  await installScripts(driver, schema);
  data = await target.ownSchema('EVALUATED');
}, 60_000);

afterAll(() => target?.stop());

/** Calls the script. @returns the values by `metric label/predicted label@threshold` */
async function evaluate(parameters: object): Promise<Readonly<Record<string, number | null>>> {
  const call = `EXECUTE SCRIPT ${identifier(schema)}."SME_EVALUATE_SAGEMAKER_AUTOPILOT_PREDICTIONS"(${literal(JSON.stringify(parameters))})`;
  const answer = await runStatement(driver, call);
  if (answer.kind !== 'resultSet') throw new Error(answer.kind === 'error' ? answer.text : 'no result set');
  return Object.fromEntries(
    answer.rows.map(([metric, label, threshold, value, predicted]) => [
      `${metric}${label === null ? '' : ` ${label}`}${predicted === null ? '' : `/${predicted}`}${threshold === null ? '' : `@${threshold}`}`,
      value === null ? null : Number(value),
    ]),
  );
}

type Cell = string | number | null;
const cell = (value: Cell) => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : literal(value));

let tables = 0;

/** Creates a table. @returns the parameters that name it */
async function makeTable(columns: string, rows: readonly (readonly Cell[])[]) {
  tables += 1;
  await run(driver, `CREATE TABLE ${data}.T${tables} (${columns})`);
  if (rows.length > 0) {
    const values = rows.map((row) => `(${row.map(cell).join(', ')})`).join(', ');
    await run(driver, `INSERT INTO ${data}.T${tables} VALUES ${values}`);
  }
  return { input_schema_name: data, input_table_or_view_name: `T${tables}`, actual_column: 'ACTUAL' };
}

function expectValues(found: Readonly<Record<string, number | null>>, values: Readonly<Record<string, number>>) {
  for (const [key, value] of Object.entries(values)) {
    expect(found, key).toHaveProperty([key]);
    expect(Math.abs((found[key] ?? Number.NaN) - value), `${key}: ${found[key]}, not ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(value)),
    );
  }
}

const columnsOfLabels = 'ACTUAL VARCHAR(20), PREDICTIONS VARCHAR(20), PROBABILITY DOUBLE';

describe('the values are those of scikit-learn', () => {
  const ofPredicted = (score: number, label: string) => (label === 'yes' ? score : 1 - score);

  test('for two labels, with the probability of the predicted label', async () => {
    const rows = expected.binary.rows as [string, string, number][];
    const table = await makeTable(
      columnsOfLabels,
      rows.map(([actual, predicted, score]) => [actual, predicted, ofPredicted(score, predicted)]),
    );
    const found = await evaluate(table);
    expectValues(found, expected.binary.values);
    expect(found).toMatchObject({ rows: 600, rows_evaluated: 600, rows_without_probability: 0 });
  });

  test('for two labels, with the probability of the positive label in any column', async () => {
    const rows = expected.binary.rows as [string, string, number][];
    const table = await makeTable('ACTUAL VARCHAR(20), "p" CHAR(7), "my ""score" DECIMAL(3,2)', rows);
    const found = await evaluate({
      ...table,
      predicted_column: 'p',
      probability_column: 'my "score',
      probability_of: 'positive_label',
      positive_label: 'yes',
    });
    expectValues(found, expected.binary.values);
  });

  test('for many labels', async () => {
    const table = await makeTable('ACTUAL VARCHAR(20), PREDICTIONS VARCHAR(20)', expected.classes.rows as Cell[][]);
    const found = await evaluate(table);
    expectValues(found, expected.classes.values);
    expect(Object.keys(found).filter((key) => /auc|log_loss|threshold/.test(key))).toEqual([]);
  });

  test('for a regression', async () => {
    const table = await makeTable('ACTUAL DECIMAL(12,3), PREDICTIONS DOUBLE', expected.regression.rows as Cell[][]);
    const found = await evaluate(table);
    expectValues(found, expected.regression.values);
  });
});

describe('rows that cannot be evaluated', () => {
  test('are counted, and the others are evaluated', async () => {
    const table = await makeTable(columnsOfLabels, [
      ['yes', 'yes', 0.9],
      ['no', 'yes', 0.6],
      ['no', 'no', null],
      [null, 'yes', 0.5],
      ['yes', null, 0.5],
      [null, null, null],
    ]);
    expect(await evaluate(table)).toMatchObject({
      rows: 6,
      rows_evaluated: 3,
      rows_without_actual: 2,
      rows_without_prediction: 1,
      rows_without_probability: 1,
      accuracy: 2 / 3,
      // The weights are those of the evaluated rows, so that this is the accuracy.
      recall_weighted: expect.closeTo(2 / 3, 12),
      'roc_auc yes': 1,
    });
  });

  test('are counted in a regression, whose MAPE is not defined for an actual value of 0', async () => {
    const rows = [
      [0, 1],
      [2, 3],
      [null, 4],
      [5, null],
    ];
    const table = await makeTable('ACTUAL DOUBLE, PREDICTIONS DECIMAL(36,2)', rows);
    expect(await evaluate(table)).toMatchObject({
      rows: 4,
      rows_evaluated: 2,
      rows_without_actual: 1,
      rows_without_prediction: 1,
      mae: 1,
      mape: null,
      r2: 0,
    });
  });

  test.each([
    ['labels', 'ACTUAL VARCHAR(9), PREDICTIONS VARCHAR(9)', [['a', null]]],
    ['numbers', 'ACTUAL DOUBLE, PREDICTIONS DOUBLE', [[null, 1]]],
    ['an empty table', 'ACTUAL DOUBLE, PREDICTIONS DOUBLE', []],
  ])('are an error if there are no others: %s', async (_name, columns, rows) => {
    await expect(evaluate(await makeTable(columns, rows))).rejects.toThrow('E-SME-572');
  });
});

describe('labels', () => {
  test('of one kind undefined metrics are NULL', async () => {
    const table = await makeTable(columnsOfLabels, [
      ['no', 'no', 0.9],
      ['no', 'yes', 0.6],
    ]);
    expect(await evaluate(table)).toMatchObject({ 'roc_auc yes': null, 'pr_auc yes': null, 'recall yes': 0 });
  });

  test.each([
    ['BOOLEAN', 'BOOLEAN', ['TRUE', 'FALSE'], 'true', true],
    ['DECIMAL(1,0)', 'DECIMAL(18,2)', ['1', '0'], '1', 1],
    ['CHAR(3)', 'VARCHAR(100)', ["'1'", "'0'"], '1', 1],
    ['DATE', 'DATE', ["DATE '2026-01-02'", "DATE '2026-01-01'"], '2026-01-02', '2026-01-02'],
  ])('can be %s and %s', async (left, right, [one, zero], label, positive) => {
    const table = await makeTable(`ACTUAL ${left}, PREDICTIONS ${right}, PROBABILITY DOUBLE`, []);
    await run(
      driver,
      `INSERT INTO ${data}.T${tables} VALUES (${one}, ${one}, 0.9), (${zero}, ${zero}, 0.8), (${zero}, ${one}, 0.7)`,
    );
    const found = await evaluate(table);
    expect(found).toMatchObject({ accuracy: 2 / 3, [`roc_auc ${label}`]: 1, [`recall ${label}`]: 1 });
    expect(await evaluate({ ...table, positive_label: positive })).toEqual(found);
  });

  test('can contain quotes and differ in case, and a query provides them', async () => {
    const found = await evaluate({
      input_query: `SELECT 'it''s "A"' AS "a ctual", 'x' AS ACTUAL, 'X' AS "P" FROM DUAL`,
      actual_column: 'ACTUAL',
      predicted_column: 'p',
      positive_label: 'x',
    });
    expect(found).toMatchObject({ accuracy: 0, 'confusion x/X': 1 });
  });
});

describe('refusals', () => {
  const labels = 'ACTUAL VARCHAR(9), PREDICTIONS VARCHAR(9), PROBABILITY DOUBLE';
  const two = [
    ['a', 'a', 0.5],
    ['b', 'a', 0.5],
  ];
  const three = [...two, ['c', 'c', 0.4]];

  test.each<[string, string, readonly (readonly Cell[])[], object, RegExp]>([
    ['an unknown parameter', labels, two, { positve_label: 'a' }, /E-SME-52: .*positive_label/],
    ['a missing column', labels, two, { actual_column: 'ACTUALS' }, /E-SME-59: actual_column.*'ACTUAL'/],
    ['a missing prediction', 'ACTUAL VARCHAR(9), P VARCHAR(9)', [], {}, /E-SME-59: predicted_column/],
    ['types that differ', 'ACTUAL VARCHAR(9), PREDICTIONS DOUBLE', [], {}, /E-SME-571: 'ACTUAL' \(VARCHAR/],
    ['a probability of text', 'ACTUAL DATE, PREDICTIONS DATE, PROBABILITY CHAR(3)', [], {}, /E-SME-571: The prob/],
    ['a regression of text', labels, two, { problem_type: 'Regression' }, /E-SME-571: The column/],
    ['a label in a regression', labels, two, { problem_type: 'Regression', positive_label: 1 }, /E-SME-570/],
    ['an unknown problem type', labels, two, { problem_type: 'Regresion' }, /E-SME-54: .*'Regression'/],
    ['an unknown label', labels, two, { positive_label: 'yes' }, /E-SME-574: .*'yes'.*'a', 'b'/],
    ['a list as a label', labels, two, { positive_label: ['a'] }, /E-SME-54: Invalid positive_label/],
    ['a positive label of three', labels, three, { positive_label: 'a' }, /E-SME-574: .*3 labels/],
    ['no positive label of three', labels, three, { probability_of: 'positive_label' }, /E-SME-574: .*3 labels/],
    ['three labels of two', labels, three, { problem_type: 'BinaryClassification' }, /E-SME-65/],
    ['percentages', labels, [['a', 'a', 50]], {}, /E-SME-575: .*1 values/],
  ])('%s', async (_name, columns, rows, changes, message) => {
    const table = await makeTable(columns, rows);
    await expect(evaluate({ ...table, ...changes })).rejects.toThrow(message);
  });
});
