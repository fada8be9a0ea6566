import { describe, expect, test } from 'vitest';
import { chooseVisibleRange } from '../../../src/report/charts/find-outliers.js';
import { shortenNames } from '../../../src/report/charts/shorten-names.js';
import { makeReport } from '../../../src/report/page.js';
import { makeCandidates, makeReportData } from '../../support/report-data.js';

describe('short names', () => {
  test('leave out the beginning that long names share', () => {
    const names = ['CUSTOMER_HISTORY_TWELVE_MONTHS_SUM', 'CUSTOMER_HISTORY_TWELVE_MONTHS_AVG', 'AGE'];
    expect(shortenNames(names, 13)).toEqual(['…SUM', '…AVG', 'AGE']);
    expect(shortenNames(names, 40)).toEqual(names);
  });

  test('keep beginning and end of a name, and fit', () => {
    expect(shortenNames(['ANNUAL_REVENUE_IN_EURO'], 13)).toEqual(['ANNUAL…N_EURO']);
    expect(shortenNames(['ä'.repeat(30), '😀'.repeat(30)], 5).map((name) => [...name].length)).toEqual([5, 5]);
  });

  test('stay different', () => {
    const names = ['a'.repeat(20), 'b'.repeat(20)].flatMap((edge) => [`${edge}1${edge}x`, `${edge}2${edge}y`]);
    expect(new Set(shortenNames(names, 9)).size).toBe(4);
  });
});

describe('the visible range', () => {
  const usual = [0.7, 0.71, 0.72, 0.73, 0.74, 0.75];

  test('leaves out a value far from all others, unless it is the best one', () => {
    expect(chooseVisibleRange([...usual, -57], 'higher')).toEqual([0.7, 0.75]);
    expect(chooseVisibleRange([...usual, -57], 'lower')).toEqual([-57, 0.75]);
    expect(chooseVisibleRange([...usual, 57], 'lower')).toEqual([0.7, 0.75]);
    expect(chooseVisibleRange([...usual, 57], 'higher')).toEqual([0.7, 57]);
  });

  test('contains all values without an outlier, with few values and with equal ones', () => {
    for (const values of [usual, [0, 100], [1, 1, 1, 1, 1, 9], [5], []]) {
      const [low, high] = [
        values.length === 0 ? 0 : Math.min(...values),
        values.length === 0 ? 0 : Math.max(...values),
      ];
      expect(chooseVisibleRange(values, 'higher')).toEqual([low, high]);
    }
  });
});

test('one outlier does not flatten the objective chart, takes no decimals away, and is marked', () => {
  const candidates = makeCandidates(24).map((each) => (each.rank === 21 ? { ...each, value: -57.2 } : each));
  const text = makeReport(makeReportData({ candidates: { kind: 'known', value: candidates } }), 'sme');
  expect(text).toContain('(1 off the scale)');
  expect(text).toContain(', off the scale (Completed)');
  expect(text).toContain('>0.8275<');
  expect(text).not.toMatch(/<text[^>]*>-[45]0</);
});

test('the leaderboard does not repeat the objective among the metrics', () => {
  const html = makeReport(makeReportData(), 'sme');
  const [, head = ''] = /<table class="leaderboard">\s*<thead>(.*?)<\/thead>/s.exec(html) ?? [];
  expect(head.match(/F1/g)).toHaveLength(2);
  expect(head).toContain('Accuracy');
});

test('classes with long names are short in the confusion matrix, and listed below it', () => {
  const classes = ['customer-segment-private', 'customer-segment-business'];
  const value = classes.flatMap((actual) => classes.map((predicted) => ({ actual, predicted, rows: 5 })));
  const html = makeReport(makeReportData({ confusion: { kind: 'known', value } }), 'sme');
  expect(html).toContain('<th scope="row" title="customer-segment-private">…private</th>');
  expect(html).toContain('<dt>…private</dt><dd class="verbatim">customer-segment-private</dd>');
});
