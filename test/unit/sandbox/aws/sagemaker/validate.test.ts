import { describe, expect, test } from 'vitest';
import {
  boolean,
  gap,
  integer,
  list,
  map,
  string,
  structure,
} from '../../../../../src/sandbox/aws/sagemaker/model/shape.js';
import { validateRequest } from '../../../../../src/sandbox/aws/sagemaker/model/validate.js';

const shape = structure({
  'JobName!': string({ min: 1, max: 5, pattern: '[a-z]+' }),
  Mode: string({ enum: ['ON', 'OFF'] }),
  Count: integer(1, 10),
  Flag: boolean,
  Items: list(structure({ 'Uri!': string() }), { min: 1, max: 2 }),
  Environment: map(string({ pattern: '[A-Z]+' }), string({ max: 3 }), 2),
  Other: gap,
});

const validate = (value: unknown) => () => validateRequest(shape, value);

test('returns a valid request', () => {
  const request = {
    JobName: 'abc',
    Mode: 'ON',
    Count: 3,
    Flag: false,
    Items: [{ Uri: 'u' }],
    Environment: { A: 'x' },
    Unknown: 1,
  };
  expect(validateRequest(shape, request)).toBe(request);
});

describe("reports violations in AWS's format", () => {
  test.each([
    [{}, "1 validation error detected: Value null at 'jobName' failed to satisfy constraint: Member must not be null"],
    [
      { JobName: 'toolong' },
      "1 validation error detected: Value 'toolong' at 'jobName' failed to satisfy constraint: Member must have length less than or equal to 5",
    ],
    [
      { JobName: 'a1\n' },
      "1 validation error detected: Value 'a1\n' at 'jobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
    ],
    [
      { JobName: 'a', Mode: 'IDLE', Count: 11 },
      "2 validation errors detected: Value 'IDLE' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [ON, OFF]; Value '11' at 'count' failed to satisfy constraint: Member must have value less than or equal to 10",
    ],
    [
      { JobName: 'a', Items: [{ Uri: 'u' }, {}] },
      "1 validation error detected: Value null at 'items.2.member.uri' failed to satisfy constraint: Member must not be null",
    ],
    [
      { JobName: 'a', Items: [] },
      "1 validation error detected: Value '[]' at 'items' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      { JobName: 'a', Environment: { A: 'long' } },
      "1 validation error detected: Value 'long' at 'environment.A.member' failed to satisfy constraint: Member must have length less than or equal to 3",
    ],
  ])('%j', (value, message) => {
    expect(validate(value)).toThrow(message);
  });
});

test('rejects a value of the wrong type', () => {
  expect(validate({ JobName: 1 })).toThrow("NUMBER_VALUE can not be converted to a String at 'jobName'");
  expect(validate({ JobName: 'a', Count: '3' })).toThrow("STRING_VALUE can not be converted to an Integer at 'count'");
  expect(validate({ JobName: 'a', Flag: 'true' })).toThrow('a Boolean');
  expect(validate([])).toThrow('LIST_VALUE can not be converted to a Structure');
});

test('rejects a gap by name', () => {
  expect(validate({ JobName: 'a', Other: {} })).toThrow("does not have the parameter 'other'");
});
