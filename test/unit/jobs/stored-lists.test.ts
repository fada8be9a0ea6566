import { expect, test } from 'vitest';
import { parseList, readKeyColumns, readNames } from '../../../src/jobs/stored-lists.js';

test('names are a JSON list, or joined by semicolons as the earlier extension wrote them', () => {
  expect(readNames('["A;B","c"]')).toEqual(['A;B', 'c']);
  expect(readNames('A;B')).toEqual(['A', 'B']);
  expect(readNames('')).toEqual([]);
  expect(readNames('[broken')).toEqual([]);
});

test('key columns are pairs of name and type in the settings', () => {
  expect(readKeyColumns('{"key_columns":[["ID","DECIMAL(18,0)"],["my key","DATE"]],"parallel_requests":4}')).toEqual([
    'ID',
    'my key',
  ]);
  for (const none of ['', '{}', 'null', '{"key_columns":{}}', 'broken']) {
    expect(readKeyColumns(none)).toEqual([]);
  }
});

test('what is no list is an empty one', () => {
  expect(parseList('[1]')).toEqual([1]);
  expect(parseList('{"a":1}')).toEqual([]);
});
