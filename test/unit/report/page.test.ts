import { describe, expect, test } from 'vitest';
import { makeReport } from '../../../src/report/page.js';
import type { ReportData } from '../../../src/report/types.js';
import { hostile, makeCandidates, makeHostileData, makeReportData } from '../../support/report-data.js';

const draw = (changes: Partial<ReportData> = {}) => makeReport(makeReportData(changes), 'sme 0.1.0');
const countMarks = (page: string, name: string) => {
  const groups = [...page.matchAll(new RegExp(`<g class="${name}">(.*?)</g>`, 'gs'))];
  return groups.map(([, inner = '']) => [...inner.matchAll(/<(?:path|rect)/g)].length);
};
const textOf = (page: string) => page.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<[^>]*>/g, '');

/** Everything that our own pages consist of; what an attacker would like is not among it. */
const ownTags = new Set(
  (
    '!doctype html head meta title style body main header footer section h1 h2 p dl div dt dd small span table thead tbody tr th td ' +
    'details summary ol li figure figcaption pre code em time data wbr svg desc g path rect line text'
  ).split(' '),
);

describe('a page', () => {
  test('needs nothing beside itself, and lets nothing in', async () => {
    const page = await draw();
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import/i);
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
  });

  test('escapes whatever the database and AWS say, everywhere', async () => {
    const page = makeReport(makeHostileData(), hostile);
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag = '']) => tag.toLowerCase()));
    expect([...tags].filter((tag) => !ownTags.has(tag))).toEqual([]);
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).not.toContain('\u202e');
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(30);
    // within a tag, the hostile text stands in an attribute, and its quotes must not end it
    expect(page).not.toMatch(/<[^>]*\sonerror="/);
  });

  test('tells what was trained on what, by whom, and what came of it', async () => {
    const text = textOf(await draw());
    for (const part of [
      'Learns to predict CHURN from 4 columns of SALES.CUSTOMERS (binary classification).',
      '1,204,331',
      'exported to 8 files',
      'VARCHAR(10) UTF8',
      'BinaryClassification, chosen by AWS',
      'HYPERPARAMETER_TUNING',
      'ANNA',
      'on the validation set',
      'Job created in SageMaker',
      '2026-11-22 21:30:00 UTC',
      'AlgorithmError: the training container ran out of memory.',
      '180,211',
      '61.3 %',
    ]) {
      expect(text).toContain(part);
    }
  });

  test.each([1, 24, 250])('draws a mark for each of %i candidates, and lists all', async (count) => {
    const candidates = makeCandidates(count, count === 1 ? 0 : 2);
    const page = await draw({ candidates: { kind: 'known', value: candidates } });
    const unranked = candidates.filter(({ rank }) => rank === undefined).length;
    // for the wide page and for a phone
    expect(countMarks(page, 'points')).toEqual([count - unranked, count - unranked]);
    expect(countMarks(page, 'missing')).toEqual([unranked, unranked]);
    const [timeline] = countMarks(page.slice(page.indexOf('id="timeline"')), 'bars');
    expect(timeline).toBe(count);
    for (const { name } of candidates) {
      expect(page).toContain(`<th scope="row" class="name">${name}</th>`);
    }
  });

  test('of a running job says so and shows what is known by now', async () => {
    const data = makeReportData();
    const text = textOf(
      await draw({
        status: { ...data.status, status: 'InProgress', phase: 'ModelTuning' },
        times: { ...data.times, ended: undefined },
        features: { kind: 'known', value: [] },
        confusion: { kind: 'known', value: [] },
      }),
    );
    expect(text).toContain('still running when this report was made');
    expect(text).toContain('Running for');
    expect(text).toContain('Now: ModelTuning');
    expect(text).toContain('AWS writes the report on it at the end of the job.');
    expect(text).toContain('Once the job has ended:');
  });

  test('of a failed job has the reason in full, and no statement that serves nothing', async () => {
    const data = makeReportData();
    const reason = `Line one.\nLine two. ${'x'.repeat(990)} end.`;
    const text = textOf(
      await draw({
        status: { ...data.status, status: 'Failed', phase: 'Failed', failureReason: reason },
        best: undefined,
        candidates: { kind: 'known', value: [] },
        features: { kind: 'absent', reason: 'Job has no report on feature importance.' },
        endpoints: { kind: 'known', value: [] },
      }),
    );
    expect(text).toContain(reason);
    expect(text).toContain('The job ended without a candidate.');
    expect(text).toContain('No endpoint serves this job.');
    for (const empty of [
      'Objective over',
      'The best candidate',
      'Feature importance',
      'Confusion',
      'Going on in SQL',
    ]) {
      expect(text).not.toContain(empty);
    }
  });

  test('of candidates that all failed says that none has a result, and what is missing why', async () => {
    const none = makeCandidates(3, 3).map((candidate) => ({ ...candidate, status: 'Failed' }));
    const reason = 'Job has no report on feature importance.';
    const text = textOf(
      await draw({
        best: undefined,
        candidates: { kind: 'known', value: none },
        features: { kind: 'absent', reason },
      }),
    );
    for (const part of ['No candidate has a result.', '3 candidates, the best first.', 'There is none.', reason]) {
      expect(text).toContain(part);
    }
  });

  test('of a stopped job with candidates that may not be listed still names the best', async () => {
    const data = makeReportData();
    const text = textOf(
      await draw({
        status: { ...data.status, status: 'Stopped', phase: 'Stopped' },
        candidates: { kind: 'absent', reason: 'AWS refuses sagemaker:ListCandidatesForAutoMLJob.' },
      }),
    );
    expect(text).toContain('The job was stopped.');
    expect(text).toContain('AWS refuses sagemaker:ListCandidatesForAutoMLJob.');
    expect(text).toContain('its metrics could not be listed');
  });

  test('of a job that no table knows says what is not known', async () => {
    const { training, times } = makeReportData();
    const none = { source: undefined, columns: undefined, rows: undefined, files: undefined, user: undefined };
    const text = textOf(
      await draw({ training: { ...training, ...none }, times: { ...times, exported: undefined, created: undefined } }),
    );
    expect(text).toContain('The job table has no row of this job');
    expect(text).toContain('FROM YOUR_TABLE;');
  });

  test('of a regression has no confusion matrix; without one, it says how to get it', async () => {
    const { training } = makeReportData();
    const regression = { ...training, problemType: { requested: 'Regression', resolved: undefined } };
    expect(await draw({ training: regression })).not.toContain('Confusion matrix');
    const absent = textOf(await draw({ confusion: { kind: 'absent', reason: 'The job left none.' } }));
    expect(absent).toContain('The job left none.');
    expect(absent).toContain('&quot;key_columns&quot;: [&quot;CHURN&quot;]');
    expect(absent).toContain('GROUP BY &quot;CHURN&quot;, PREDICTIONS');
  });

  test('shows a query, a long one from its beginning', async () => {
    const { training } = makeReportData();
    const sql = `SELECT 'a' AS X, ${'1 + '.repeat(10_000)}1 AS CHURN FROM T`;
    const page = await draw({ training: { ...training, source: { kind: 'query', sql } } });
    const [caption] = /Query, [^<]*/.exec(page) ?? [];
    expect(caption).toBe('Query, its first 20,000 of 40,034 letters');
    expect(page.length).toBeLessThan(200_000);
    expect(textOf(page)).toContain('from 4 columns of a query');
  });
});
