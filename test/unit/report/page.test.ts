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

/** All tags that a report uses. None of them can load content or run code. */
const knownTags = new Set(
  (
    '!doctype html head meta title style body main header footer section h1 h2 h3 p dl div dt dd small span table thead tbody tr th td ' +
    'details summary ol li figure figcaption pre code em time data wbr svg desc g path rect line text'
  ).split(' '),
);

describe('a report', () => {
  test('is self-contained and allows no external content', async () => {
    const page = await draw();
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import/i);
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
  });

  test('escapes all text from the database and AWS', async () => {
    const page = makeReport(makeHostileData(), hostile);
    const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag = '']) => tag.toLowerCase()));
    expect([...tags].filter((tag) => !knownTags.has(tag))).toEqual([]);
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).not.toContain('\u202e');
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(30);
    // hostile text inside an attribute must not end the attribute
    expect(page).not.toMatch(/<[^>]*\sonerror="/);
  });

  test('shows what was trained, on what, by whom, and the result', async () => {
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

  test.each([1, 24, 250])('draws and lists all of %i candidates', async (count) => {
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

  test('shows the current state of a running job', async () => {
    const data = makeReportData();
    const text = textOf(
      await draw({
        status: { ...data.status, status: 'InProgress', phase: 'ModelTuning' },
        times: { ...data.times, ended: undefined },
        features: { kind: 'known', value: [] },
        confusion: { kind: 'known', value: [] },
      }),
    );
    expect(text).toContain('still running when this report was created');
    expect(text).toContain('Running for');
    expect(text).toContain('Now: ModelTuning');
    expect(text).toContain('AWS writes this report at the end of the job.');
    expect(text).toContain('Once the job has ended:');
  });

  test('shows the full reason of a failed job, and no statements to serve it', async () => {
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
      'Objective of each candidate',
      'The best candidate',
      'Feature importance',
      'Confusion',
      'Next steps in SQL',
    ]) {
      expect(text).not.toContain(empty);
    }
  });

  test('lists batch predictions, and has no section without any', async () => {
    const text = textOf(await draw({}));
    expect(text).toContain('Batch predictions');
    expect(text).toContain('&quot;SALES&quot;.&quot;SCORES&quot;');
    expect(text).toContain('240,860');
    expect(text).toContain('6 rows of part-0002.csv &lt;failed&gt;');
    const without = await draw({ batches: { kind: 'known', value: [] } });
    expect(textOf(without)).not.toContain('Batch predictions');
    const unread = await draw({ batches: { kind: 'absent', reason: 'You cannot call the script.' } });
    expect(textOf(unread)).toContain('You cannot call the script.');
  });

  test('states that no candidate has a result and why parts are missing if all candidates failed', async () => {
    const none = makeCandidates(3, 3).map((candidate) => ({ ...candidate, status: 'Failed' }));
    const reason = 'Job has no report on feature importance.';
    const text = textOf(
      await draw({
        best: undefined,
        candidates: { kind: 'known', value: none },
        features: { kind: 'absent', reason },
      }),
    );
    for (const part of ['No candidate has a result.', '3 candidates, best first.', reason]) {
      expect(text).toContain(part);
    }
  });

  test('names the best candidate of a stopped job even if candidates cannot be listed', async () => {
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

  test('states what is unknown about a job that is not in the job table', async () => {
    const { training, times } = makeReportData();
    const none = { source: undefined, columns: undefined, rows: undefined, files: undefined, user: undefined };
    const text = textOf(
      await draw({ training: { ...training, ...none }, times: { ...times, exported: undefined, created: undefined } }),
    );
    expect(text).toContain('The job table does not have this job');
    expect(text).toContain('FROM YOUR_TABLE\nGROUP BY IPROC();');
  });

  test('omits the confusion matrix of a regression, and otherwise explains how to compute a missing one', async () => {
    const { training } = makeReportData();
    const regression = { ...training, problemType: { requested: 'Regression', resolved: undefined } };
    expect(await draw({ training: regression })).not.toContain('Confusion matrix');
    const absent = textOf(
      await draw({ confusion: { kind: 'absent', reason: 'The job has no model quality report.' } }),
    );
    expect(absent).toContain('The job has no model quality report.');
    expect(absent).toContain('&quot;key_columns&quot;: [&quot;CHURN&quot;]');
    expect(absent).toContain('GROUP BY &quot;CHURN&quot;, PREDICTIONS');
  });

  test('shows a query, and only the beginning of a long one', async () => {
    const { training } = makeReportData();
    const sql = `SELECT 'a' AS X, ${'1 + '.repeat(10_000)}1 AS CHURN FROM T`;
    const page = await draw({ training: { ...training, source: { kind: 'query', sql } } });
    const [caption] = /Query, [^<]*/.exec(page) ?? [];
    expect(caption).toBe('Query, first 20,000 of 40,034 characters');
    expect(page.length).toBeLessThan(200_000);
    expect(textOf(page)).toContain('from 4 columns of a query');
  });
});
