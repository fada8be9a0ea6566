import { expect, test } from 'vitest';
import { parseColumnFilter } from '../../../../../src/sandbox/aws/sagemaker/transform/column-filter.js';

const cells = ['0', '1', '2', '3'];

test.each([
  ['$', ['0', '1', '2', '3']],
  ['$[0]', ['0']],
  ['$[-1]', ['3']],
  ['$[1:]', ['1', '2', '3']],
  ['$[:2]', ['0', '1']],
  ['$[1:3]', ['1', '2']],
  ['$[0,-2,-1]', ['0', '2', '3']],
  ['$[0, 2:]', ['0', '2', '3']],
  ['$[9]', []],
])('%s selects columns', (path, expected) => {
  expect(parseColumnFilter(path)?.(cells)).toEqual(expected);
});

test.each(['', '$.a', '$[*]', '$[a]', '$[]', '$[1,]', '[1]', '$[1][2]'])('%j is not a filter for CSV', (path) => {
  expect(parseColumnFilter(path)).toBeUndefined();
});
