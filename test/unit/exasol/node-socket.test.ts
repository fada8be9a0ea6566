import { expect, test } from 'vitest';
import { keepLargeIntegers } from '../../../src/exasol/node-socket.js';

test('quotes the integers of rows that a number cannot represent', () => {
  const json = '{"data":[[9007199254740993,-123456789012345678,9007199254740991,42],["a"]]}';
  expect(JSON.parse(keepLargeIntegers(json))).toEqual({
    data: [['9007199254740993', '-123456789012345678', 9007199254740991, 42], ['a']],
  });
});

test.each([
  ['the ID of a session', '{"sessionId":1849999999999999999}'],
  ['digits within a text', '{"data":[["x,9007199254740993,y","[9007199254740993]","\\"[9007199254740993,"]]}'],
  ['exponents and fractions', '[[1.2345678901234567e+300,0.12345678901234567]]'],
])('leaves %s unchanged', (_what, json) => {
  expect(keepLargeIntegers(json)).toBe(json);
});
