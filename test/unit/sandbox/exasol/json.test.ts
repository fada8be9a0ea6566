import { describe, expect, it } from 'vitest';
import { readJson, writeJson } from '../../../../src/sandbox/exasol/json.js';

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
