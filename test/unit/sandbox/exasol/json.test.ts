import { describe, expect, it } from 'vitest';
import { readJson, readRequest, writeJson } from '../../../../src/sandbox/exasol/json.js';

describe('writeJson', () => {
  it('writes bigint as a number and omits undefined members', () => {
    expect(writeJson({ a: 1_876_154_425_032_048_640n, b: undefined, c: ['"\n', null, true, 1.5, []] })).toBe(
      '{"a":1876154425032048640,"c":["\\"\\n",null,true,1.5,[]]}',
    );
  });
});

describe('readJson', () => {
  it.each([
    ['{"a":[999999999999999999,-1234567890123456789]}', { a: ['999999999999999999', '-1234567890123456789'] }],
    ['[0.12345678901234567890]', ['0.12345678901234567890']],
    ['["\\"1234567890123456789",12]', ['"1234567890123456789', 12]],
    ['["a\\\\",1234567890123456789]', ['a\\', '1234567890123456789']],
    ['[123456789012345,1.5,1e300]', [123_456_789_012_345, 1.5, 1e300]],
  ])('reads %s', (text, value) => {
    expect(readJson(text)).toEqual(value);
  });

  it('rejects text that is not JSON', () => {
    expect(() => readJson('{"a":1234567890123456789')).toThrow(SyntaxError);
  });
});

describe('readRequest', () => {
  it('reads NaN as null if it may, and only outside texts', () => {
    expect(readRequest('{"data":[[NaN,1.5,"NaN"]],"sqlText":"Infinity \\"NaN"}', 'null')).toEqual({
      data: [[null, 1.5, 'NaN']],
      sqlText: 'Infinity "NaN',
    });
  });

  it.each([
    ['[NaN]', 'error', 'NaN'],
    ['[-Infinity,NaN]', 'null', '-Infinity'],
    ['[1234567890123456789,Infinity]', 'null', 'Infinity'],
  ] as const)('refuses %s with %s', (text, nan, token) => {
    expect(() => readRequest(text, nan)).toThrow(`JSON has no number ${token}`);
  });

  it.each(['{NaN', '["a" NaN]', '[NaN'])('rejects %s, which is not JSON otherwise', (text) => {
    expect(() => readRequest(text, 'null')).toThrow(SyntaxError);
  });
});
