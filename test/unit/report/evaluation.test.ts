/** The sections of the report about evaluations and versions. */
import { describe, expect, test } from 'vitest';
import { makeReport } from '../../../src/report/page.js';
import type { ModelVersion, ReportData } from '../../../src/report/types.js';
import { makeEvaluation, makeRegressionEvaluation, makeReportData } from '../../support/report-data.js';

/** The text of a section; undefined if the report lacks it. */
const readSection = (id: string, changes: Partial<ReportData>) => {
  const page = makeReport(makeReportData(changes), 'sme 0.1.0');
  const [, section] = new RegExp(`<section id="${id}".*?</h2>(.*?)</section>`, 's').exec(page) ?? [];
  return section
    ?.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
};

const { training, endpoints } = makeReportData();
const noEndpoints = { kind: 'known', value: [] } as const;

describe('without an evaluation, a report says how to get it:', () => {
  test.each<[string, Partial<ReportData>, string | undefined]>([
    [
      'served, with rows kept apart',
      { endpoints },
      'sme report churn-20261122213000 --holdout adds the evaluation of the 12,000 rows that the training kept apart.',
    ],
    [
      'not served',
      { endpoints: noEndpoints },
      'Create an endpoint; then sme report churn-20261122213000 --holdout adds the evaluation of the 12,000 rows that the training kept apart.',
    ],
    [
      'no rows kept apart',
      { training: { ...training, holdoutFraction: undefined, rowsHeldOut: undefined } },
      'Predict rows whose actual values you know, and sme report churn-20261122213000 --predictions SCHEMA.TABLE --actual CHURN adds their evaluation to this report.',
    ],
    ['no model', { best: undefined }, undefined],
  ])('%s', (_title, changes, text) => {
    expect(readSection('evaluation', changes)).toBe(text);
  });
});

describe('an evaluation in a report', () => {
  test('has the rows, the metrics, thresholds, the matrix and the classes', () => {
    const text = readSection('evaluation', { evaluation: { table: undefined, result: makeEvaluation() } }) ?? '';
    for (const part of [
      '1,200 of 1,210 rows evaluated (8 without an actual value, 2 without a prediction)',
      'Balanced accuracy Mean recall of all classes',
      'ROC AUC of &#39;yes&#39; Probability',
      'PR AUC of &#39;yes&#39; Mean precision over all thresholds, weighted by recall. The share of positive rows is random, 1 is best. –',
      '0.50 0.7693 0.8750 0.8188 420 126 60 594',
      '1,008 of 1,200 rows are correct.',
      'yes 106 374 77.9 %',
      'yes 0.8100 0.7800 0.7950 480',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('undefined');
  });

  test('draws no precision for a threshold above every probability', () => {
    const result = makeEvaluation();
    const [first, ...others] = result.thresholds;
    const last = { ...others.at(-1), true_positives: 0, false_positives: 0, precision: 0 } as typeof first & object;
    const draw = (thresholds: typeof result.thresholds) =>
      makeReport(makeReportData({ evaluation: { table: undefined, result: { ...result, thresholds } } }), 'sme');
    const countPoints = (page: string) =>
      [...page.matchAll(/<path d="M([^"]*)"[^>]*><title>(?:precision|recall|f1)</g)]
        .slice(0, 3)
        .map(([, path = '']) => path.split('L').length);
    const thresholds = first === undefined ? [] : [first, ...others.slice(0, 3), last];
    expect(countPoints(draw(thresholds))).toEqual([4, 5, 4]);
  });

  test('of a regression has its residuals, and names the table of the predictions', () => {
    const evaluation = { table: '"S"."T"', result: makeRegressionEvaluation() };
    const text = readSection('evaluation', { evaluation }) ?? '';
    expect(text).toContain('The predictions in &quot;S&quot;.&quot;T&quot; : 1,200 of 1,200 rows evaluated.');
    expect(text).toContain('5 % -70,120.9');
    expect(text).not.toContain('Threshold');
  });

  test('draws a bar to the left of 0 for a negative residual, and none outside of the plot', () => {
    const page = makeReport(
      makeReportData({ evaluation: { table: undefined, result: makeRegressionEvaluation() } }),
      'sme 0.1.0',
    );
    const [, bars = ''] = /id="residual-chart-wide-title".*?<g class="bars">(.*?)<\/g>/s.exec(page) ?? [];
    const found = [...bars.matchAll(/x="([\d.-]+)" y="[\d.-]+" width="([\d.-]+)"/g)].map(([, x, width]) => [
      Number(x),
      Number(x) + Number(width),
    ]);
    const zero = found[0]?.[1] ?? 0;
    expect(found.map(([start = 0, end = 0]) => (end <= zero ? 'left' : start >= zero ? 'right' : 'across'))).toEqual([
      ...Array(4).fill('left'),
      ...Array(3).fill('right'),
    ]);
    expect(found[0]?.[0]).toBe(0);
  });

  test('of many classes lists the most frequent mistakes instead of a matrix', () => {
    const labels = Array.from({ length: 31 }, (_, index) => `c${index}`);
    const result = {
      ...makeEvaluation(),
      thresholds: [],
      labels: labels.map((label) => ({ label, precision: 1, recall: 1, f1: 1, support: 9 })),
      confusion: labels.flatMap((actual, index) => [
        { actual, predicted: actual, rows: 1000 },
        { actual, predicted: labels[index - 1] ?? 'c30', rows: index },
      ]),
    };
    const text = readSection('evaluation', { evaluation: { table: undefined, result } }) ?? '';
    expect(text).toContain(
      'The 20 most frequent of 31 kinds of mistakes. Actual Predicted instead Rows c30 c29 30 c29 c28 29',
    );
    expect(text).not.toContain('c10 c9 10');
  });
});

describe('the versions of a model', () => {
  const own: ModelVersion = {
    model: 'churn',
    version: 2,
    job: 'churn-20261122213000',
    status: 'Completed',
    metric: 'F1',
    value: 0.8,
    endpoints: undefined,
    trained: undefined,
  };
  const show = (...versions: readonly ModelVersion[]) =>
    readSection('versions', { versions: { kind: 'known', value: versions } });

  test.each<[string, readonly ModelVersion[], string]>([
    ['served', [{ ...own, endpoints: 'churn' }], 'It is served by the endpoint churn .'],
    ['served twice', [{ ...own, endpoints: 'a, b' }], 'It is served by the endpoints a, b .'],
    ['not served', [own], 'No version is served.'],
    [
      'another one is served',
      [{ ...own, version: 3, job: 'x', endpoints: 'churn' }, own],
      'It is not served; version 3 is served by the endpoint churn .',
    ],
  ])('%s', (_title, versions, text) => {
    expect(show(...versions)).toContain(`This job is version 2 of churn . ${text}`);
  });

  test('are a table in which the version of the report is marked', () => {
    expect(readSection('versions', {})).toMatch(/3 F1 – .*2 this report F1 0\.\d{4} churn .*1 F1 0\.8123/);
  });

  test('of a long history are cut, but never the own one', () => {
    const versions = Array.from({ length: 30 }, (_, index) => ({ ...own, version: 32 - index, job: `j${index}` }));
    expect(show(...versions, own)).toContain('10 older versions not shown');
    expect(show(...versions, own)).toMatch(/2 this report .*churn-20261122213000/);
  });

  test('are missing for a job that is not a version, and name a reason if they are unknown', () => {
    expect(show()).toBeUndefined();
    expect(readSection('versions', { versions: { kind: 'absent', reason: 'E-SME-1: no <key>' } })).toBe(
      'E-SME-1: no &lt;key&gt;',
    );
  });

  test('name the version at the top', () => {
    expect(makeReport(makeReportData(), 'sme')).toContain('SageMaker Autopilot training · version 2 of churn');
  });
});
