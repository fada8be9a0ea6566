import { expect, test } from 'vitest';
import { parseList, readKeyColumns, readNames } from '../../../src/tables/stored-lists.js';

test('reads names from a JSON list, or joined with semicolons as the Python extension wrote them', () => {
  expect(readNames('["A;B","c"]')).toEqual(['A;B', 'c']);
  expect(readNames('A;B')).toEqual(['A', 'B']);
  expect(readNames('')).toEqual([]);
  expect(readNames('[broken')).toEqual([]);
});

test('reads key columns from pairs of name and type', () => {
  expect(readKeyColumns('{"key_columns":[["ID","DECIMAL(18,0)"],["my key","DATE"]],"parallel_requests":4}')).toEqual([
    'ID',
    'my key',
  ]);
  for (const none of ['', '{}', 'null', '{"key_columns":{}}', 'broken']) {
    expect(readKeyColumns(none)).toEqual([]);
  }
});

test('reads an empty list from anything else', () => {
  expect(parseList('[1]')).toEqual([1]);
  expect(parseList('{"a":1}')).toEqual([]);
});
