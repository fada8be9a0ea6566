import { expect, test } from 'vitest';
import { parseList, readNames, readPredictionSettings } from '../../../src/tables/stored-lists.js';

test('reads names from a JSON list, or joined with semicolons as the Python extension wrote them', () => {
  expect(readNames('["A;B","c"]')).toEqual(['A;B', 'c']);
  expect(readNames('A;B')).toEqual(['A', 'B']);
  expect(readNames('')).toEqual([]);
  expect(readNames('[broken')).toEqual([]);
});

test('reads the settings of prediction functions', () => {
  const earlier = '{"key_columns":[["ID","DECIMAL(18,0)"],["my key","DATE"]],"parallel_requests":2}';
  expect(readPredictionSettings(earlier)).toEqual({
    keyColumns: ['ID', 'my key'],
    hasCsvFunctions: false,
    parallelRequests: 2,
  });
  expect(readPredictionSettings('{"key_columns":[],"functions":["CSV","TRY"]}')).toMatchObject({
    hasCsvFunctions: true,
  });
  for (const none of ['', '{}', 'null', '{"key_columns":{},"functions":"CSV TRY"}', 'broken']) {
    expect(readPredictionSettings(none)).toEqual({ keyColumns: [], hasCsvFunctions: false, parallelRequests: 4 });
  }
});

test('reads an empty list from anything else', () => {
  expect(parseList('[1]')).toEqual([1]);
  expect(parseList('{"a":1}')).toEqual([]);
});
