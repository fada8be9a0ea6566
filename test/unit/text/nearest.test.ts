import { expect, test } from 'vitest';
import { suggestNearest } from '../../../src/text/nearest.js';

test.each([
  ['F2', ['MSE', 'R2', 'F1'], 'F1'],
  ['churn-prd', ['churn-prod', 'other'], 'churn-prod'],
  ['CHRUN', ['CHURN'], 'CHURN'],
])('suggests for %s the word of %j that is most similar', (word, known, expected) => {
  expect(suggestNearest(word, known)).toBe(` (did you mean '${expected}'?)`);
});

test.each([
  ['Z', ['A', 'B']],
  ['xyz', ['abc']],
  ['', ['a']],
])('suggests nothing for %j in %j', (word, known) => {
  expect(suggestNearest(word, known)).toBe('');
});
