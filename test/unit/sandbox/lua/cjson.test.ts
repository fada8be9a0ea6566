import { afterAll, describe, expect, it } from 'vitest';
import { stopLuaWorkers } from '../../../../src/sandbox/lua/lua-worker.js';
import { readOutput } from './lua-call.js';

afterAll(stopLuaWorkers);

const decode = (json: string) =>
  readOutput(`local cjson = require('cjson') local ok, v = pcall(cjson.decode, [==[${json}]==])
    output(type(v) == 'table' and cjson.encode(v) or tostring(v))`);

const encode = (lua: string) =>
  readOutput(`local cjson = require('cjson') output(select(2, pcall(cjson.encode, ${lua})))`);

describe('cjson.decode', () => {
  it.each([
    ['{"a": [1, 2.5, -3e2], "b": {}}', /^\{"(a":\[1,2.5,-300\],"b":\{\}|b":\{\},"a":\[1,2.5,-300\])\}$/],
    ['"\\u00e9\\ud83d\\ude00\\n\\/"', 'é😀\n/'],
    ['5', '5.0'],
    [' true ', 'true'],
    ['nonsense', 'Expected value but found invalid token at character 1'],
    ['', 'Expected value but found T_END at character 1'],
    ['{a: 1}', 'Expected object key string but found invalid token at character 2'],
    ['{"a" 1}', 'Expected colon but found T_NUMBER at character 6'],
    ['{"a": 1', 'Expected comma or object end but found T_END at character 8'],
    ['{"a": 1,}', 'Expected object key string but found T_OBJ_END at character 9'],
    ['[1 2]', 'Expected comma or array end but found T_NUMBER at character 4'],
    ['[1,]', 'Expected value but found T_ARR_END at character 4'],
    ['{} x', 'Expected the end but found invalid token at character 4'],
    ['"open', 'Expected value but found unexpected end of string at character 6'],
    ['"\\q"', 'Expected value but found invalid escape code at character 2'],
    ['"\\u12g4"', 'Expected value but found invalid unicode escape code at character 2'],
    ['01', 'Expected value but found invalid number at character 1'],
    ["{'a': 1}", 'Expected object key string but found invalid token at character 2'],
  ])('%s', async (json, expected) => {
    const [line] = await decode(json);
    expect(line).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it('has its own null, and requires one string', async () => {
    const body = `local cjson = require('cjson') local t = cjson.decode('{"a": null, "b": [null]}')
      output(tostring(t.a == cjson.null) .. tostring(t.a == null) .. type(t.a) .. #t.b .. cjson.encode(t.a))
      output(select(2, pcall(cjson.decode, nil))) output(select(2, pcall(cjson.decode)))`;
    expect(await readOutput(body)).toEqual([
      'truefalseuserdata1null',
      "bad argument #1 to 'decode' (string expected, got nil)",
      "bad argument #1 to 'decode' (expected 1 argument)",
    ]);
  });

  it('rejects deep nesting', async () => {
    expect(await decode('['.repeat(1001))).toEqual(['Found too many nested data structures (1001) at character 1001']);
  });
});

describe('cjson.encode', () => {
  it.each([
    ['{}', '{}'],
    ["{1, 'a/b\"\\n\\0\\127', false}", '[1,"a\\/b\\"\\n\\u0000\\u007f",false]'],
    ['{[1] = 1, [3] = 3}', '[1,null,3]'],
    ['{[100] = 1}', 'Cannot serialise table: excessively sparse array'],
    ['{x = print}', 'Cannot serialise function: type not supported'],
    ['{x = null}', 'Cannot serialise userdata: type not supported'],
    ['0/0', 'Cannot serialise number: must not be NaN or Infinity'],
    ['{[true] = 1}', 'Cannot serialise boolean: table key must be a number or string'],
    ['5.0', '5'],
    ['0.1', '0.1'],
    ['cjson.empty_array', '[]'],
    ['setmetatable({}, cjson.empty_array_mt)', '[]'],
  ])('%s', async (lua, expected) => {
    expect(await encode(lua)).toEqual([expected]);
  });

  it('names unsupported values; cjson.safe returns nil and the message', async () => {
    const body = `output(select(2, pcall(function() return require('cjson').frobnicate end)))
      local value, message = require('cjson.safe').decode('x') output(tostring(value) .. message)`;
    expect(await readOutput(body)).toEqual([
      "the sandbox's cjson has no 'frobnicate'",
      'nilExpected value but found invalid token at character 1',
    ]);
  });
});
