import { describe, expect, test } from 'vitest';
import { findDirection, orderByEnd, trackBest } from '../../../src/report/candidate-order.js';
import { packLanes } from '../../../src/report/lanes.js';
import { escapeHtml, html } from '../../../src/report/markup.js';
import { findObjectiveSet, listMetricColumns } from '../../../src/report/metrics.js';
import { chooseFormat } from '../../../src/report/numbers.js';
import { writeConfusionQuery, writeNextStatements } from '../../../src/report/statements.js';
import type { Candidate } from '../../../src/report/types.js';
import { makeCandidates, makeReportData } from '../../support/report-data.js';

const [some] = makeCandidates(1);
const make = (name: string, changes: Partial<Candidate> = {}): Candidate => {
  if (some === undefined) throw new Error('expected a candidate');
  return { ...some, name, ...changes };
};
const at = (seconds: number) => new Date(seconds * 1000);

describe('candidates', () => {
  test('are ordered by end, then by name, with unfinished candidates last', () => {
    const ordered = orderByEnd([
      make('t1-10', { ended: at(9), created: at(5) }),
      make('running', { ended: undefined, created: at(1) }),
      make('t1-2', { ended: at(9), created: at(5) }),
      make('early', { ended: at(3) }),
    ]);
    expect(ordered.map(({ name, number }) => `${number} ${name}`)).toEqual([
      '1 early',
      '2 t1-2',
      '3 t1-10',
      '4 running',
    ]);
  });

  test('reveal by their ranks whether higher is better', () => {
    const two = (first: number, second: number) => [
      make('a', { rank: 1, value: first }),
      make('b', { rank: 2, value: second }),
      make('c', { rank: undefined, value: undefined }),
    ];
    expect(findDirection(two(2, 1))).toBe('higher');
    expect(findDirection(two(1, 2))).toBe('lower');
    expect(findDirection(two(1, 1))).toBeUndefined();
    expect(findDirection([])).toBeUndefined();
  });

  test.each([
    ['higher', [1, 3, 2], [1, 3, 3]],
    ['lower', [2, 3, 1], [2, 2, 1]],
  ] as const)('have a best value so far if %s is better', (direction, values, best) => {
    const candidates = values.map((value, index) => ({ ...make('x', { rank: 1, value }), number: index + 1 }));
    expect(trackBest(candidates, direction).map(({ value }) => value)).toEqual(best);
  });

  test('have metrics by set with the objective first, and the set of the objective is found by its value', () => {
    const candidate = make('x', {
      objective: 'F1',
      value: 0.12345678901234566,
      metrics: [
        { metric: 'F1', set: 'Train', value: 0.9 },
        { metric: 'AUC', set: 'Validation', value: 0.8 },
        { metric: 'F1', set: 'Validation', value: 0.12345678901235 },
      ],
    });
    expect(listMetricColumns([candidate]).map(({ metric, set }) => `${metric} ${set}`)).toEqual([
      'F1 Validation',
      'AUC Validation',
      'F1 Train',
    ]);
    expect(findObjectiveSet(candidate)).toBe('Validation');
    expect(findObjectiveSet(make('y', { value: undefined }))).toBeUndefined();
  });
});

test('puts spans that touch into one lane, and overlapping ones into different lanes', () => {
  const spans = [
    { start: 0, end: 5 },
    { start: 5, end: 9 },
    { start: 1, end: 3 },
    { start: 4, end: 6 },
  ];
  expect(packLanes(spans)).toEqual([0, 0, 1, 1]);
});

test('formats the numbers of a column with the same significant decimals', () => {
  const write = (...values: readonly number[]) => values.map(chooseFormat(values));
  expect(write(0.5, 0.87654321)).toEqual(['0.5000', '0.8765']);
  expect(write(1, 0.5)).toEqual(['1.0000', '0.5000']);
  expect(write(1234.5678, 9)).toEqual(['1,234.6', '9.0']);
  expect(write(12.345, 1)).toEqual(['12.35', '1.00']);
  expect(write(0.0000169)).toEqual(['0.0000169']);
  expect(write(3, 12)).toEqual(['3', '12']);
  expect(write(4.2e-9)).toEqual(['4.200e-9']);
  expect(write(1.5e15)).toEqual(['1.500e+15']);
  expect(write()).toEqual([]);
});

test('escapes text in a template, but not markup', () => {
  expect(html`<b title="${'"<&\''}">${[html`<i>${'<'}</i>`, undefined, 5]}</b>`.text).toBe(
    '<b title="&quot;&lt;&amp;&#39;"><i>&lt;</i>5</b>',
  );
  expect(escapeHtml('a\u0000b\ud800c\u2066d\te')).toBe('a\ufffdb\ufffdc\ufffdd\te');
});

describe('statements', () => {
  test('refer to the existing endpoint', () => {
    const report = makeReportData();
    expect(writeNextStatements(report)).toMatchObject({
      predict: `SELECT "SALES"."CHURN_MODEL"("ID", "AGE", "SEGMENT", "LAST_ORDER")
FROM "SALES"."CUSTOMERS"
GROUP BY IPROC(), MOD(TO_NUMBER(SUBSTR(HASH_MD5("ID", "AGE", "SEGMENT", "LAST_ORDER"), 1, 4), 'XXXX'), 4);`,
      deleteEndpoint: `EXECUTE SCRIPT "ML"."SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT"('churn', 'AWS_SAGEMAKER', 'eu-central-1');`,
    });
  });

  test('omit the sample weight, which is not an input of a prediction', () => {
    const { training } = makeReportData();
    expect(
      writeNextStatements(makeReportData({ training: { ...training, sampleWeightColumn: 'AGE' } }))?.predict,
    ).toContain('"CHURN_MODEL"("ID", "SEGMENT", "LAST_ORDER")');
  });

  test('convert times with a time zone to UTC like the training', () => {
    const { training } = makeReportData();
    const columns = [{ name: 'T', type: 'TIMESTAMP(3) WITH LOCAL TIME ZONE' }];
    const report = makeReportData({ training: { ...training, columns } });
    const call = `"SALES"."CHURN_MODEL"(CONVERT_TZ("T", SESSIONTIMEZONE, 'UTC'))`;
    expect(writeNextStatements(report)?.predict).toContain(call);
    expect(writeConfusionQuery(report)).toContain(`CONVERT_TZ("T", SESSIONTIMEZONE, 'UTC')`);
  });

  test('quote names and values', () => {
    const { training } = makeReportData();
    const source = { kind: 'table', schema: 'my "x"', table: "it's" } as const;
    const report = makeReportData({
      job: "o'job_1",
      training: { ...training, source },
      endpoints: { kind: 'known', value: [] },
    });
    const statements = writeNextStatements(report);
    expect(statements?.createEndpoint).toContain(`"job_name": "o''job_1"`);
    expect(statements?.createEndpoint).toContain('"endpoint_name": "o\'\'job-1"');
    expect(statements?.predict).toContain(`FROM "my ""x"""."it's"\nGROUP BY IPROC(), MOD(`);
  });

  test('are omitted if a name is invalid', () => {
    const { training } = makeReportData();
    const report = makeReportData({ training: { ...training, columns: [{ name: '', type: undefined }] } });
    expect(writeNextStatements(report)).toBeUndefined();
    expect(writeConfusionQuery(report)).toBeUndefined();
  });

  test('use a function that passes the target through to compute a confusion matrix', () => {
    const { endpoints } = makeReportData();
    const [endpoint] = endpoints.kind === 'known' ? endpoints.value : [];
    const value =
      endpoint === undefined ? [] : [{ ...endpoint, prediction: { ...endpoint.prediction, keyColumns: ['CHURN'] } }];
    expect(writeConfusionQuery(makeReportData({ endpoints: { kind: 'known', value } }))).toContain(
      `"SALES"."CHURN_MODEL_CSV"("CHURN", "CSV_LINE")
FROM (
  SELECT "CHURN",
    "ID" || ',' ||`,
    );
  });
});
