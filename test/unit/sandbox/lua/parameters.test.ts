import { describe, expect, it } from 'vitest';
import { bindParameters } from '../../../../src/sandbox/lua/parameters.js';
import type { LuaValue } from '../../../../src/sandbox/lua/values.js';

const text = (value: string): LuaValue => ({ type: 'string', value });
const bind = (sql: string, parameters: Record<string, LuaValue>) =>
  bindParameters(sql, new Map(Object.entries(parameters)));

describe('bindParameters', () => {
  it.each<[string, Record<string, LuaValue>, string]>([
    ['SELECT :a', { a: text("'; DROP TABLE T; --") }, "SELECT '''; DROP TABLE T; --'"],
    [
      'SELECT :a, :a',
      { a: { type: 'integer', value: 9007199254740993n } },
      'SELECT 9007199254740993, 9007199254740993',
    ],
    ['SELECT :a', { a: { type: 'float', value: 0.1 } }, 'SELECT 0.1'],
    ['SELECT :a', { a: { type: 'float', value: 5 } }, 'SELECT 5'],
    ['SELECT :a', { a: { type: 'boolean', value: false } }, 'SELECT FALSE'],
    ['SELECT :a', { a: { type: 'null' } }, 'SELECT NULL'],
    ['SELECT :a', { a: { type: 'decimal', value: '1.20' } }, 'SELECT 1.20'],
    [
      'EXPORT ::t INTO CSV AT ::c FILE :f',
      { t: text('S.T'), c: text('C'), f: text('x.csv') },
      "EXPORT S.T INTO CSV AT C FILE 'x.csv'",
    ],
    ['SELECT * FROM ::s."T".::v', { s: text('"a b"'), v: text('V') }, 'SELECT * FROM "a b"."T".V'],
    ['SELECT * FROM :: s', { s: text('X') }, 'SELECT * FROM X'],
    [
      "SELECT ':a', \":a\", ':a''' /* :a */ -- :a\n, :a",
      { a: text('v') },
      "SELECT ':a', \":a\", ':a''' /* :a */ -- :a\n, 'v'",
    ],
    ['SELECT :a, :b', { a: text('v') }, "SELECT 'v', :b"],
    ['SELECT :A', { a: text('v') }, 'SELECT :A'],
    ['SELECT ::b, :a', { a: text('v') }, "SELECT ::b, 'v'"],
    [
      "CREATE PYTHON3 SCALAR SCRIPT ::s AS\n# don't stop",
      { s: text('X') },
      "CREATE PYTHON3 SCALAR SCRIPT X AS\n# don't stop",
    ],
    ['SELECT 1', {}, 'SELECT 1'],
  ])('%s', (sql, parameters, expected) => {
    expect(bind(sql, parameters)).toBe(expected);
  });

  it('rejects values that have no literal', () => {
    expect(() => bind('SELECT :a', { a: { type: 'other', value: 'table' } })).toThrow('parameter "a" is a table');
    expect(() => bind('SELECT :a', { a: { type: 'float', value: Number.NaN } })).toThrow('NaN');
    expect(() => bind('SELECT ::a', { a: { type: 'null' } })).toThrow('is null');
  });
});
