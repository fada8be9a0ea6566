import { DOUBLE, decimal, storageType } from '../data-types.js';
import type { Compiled, FunctionCall, FunctionRule } from '../types.js';
import { argument, double, integer, number } from './arguments.js';

const ofDouble =
  (name: string): FunctionRule =>
  (call) => ({ sql: `${name}(${call.arguments.map((_, index) => double(call, index)).join(', ')})`, type: DOUBLE });

const keepType =
  (name: string): FunctionRule =>
  (call) => ({ sql: `${name}(${number(call, 0)})`, type: argument(call, 0).type });

/** FLOOR and CEIL of a DECIMAL are whole numbers. */
const whole =
  (name: string): FunctionRule =>
  (call) => {
    const type = argument(call, 0).type;
    return {
      sql: `${name}(${number(call, 0)})`,
      type: type?.type === 'DECIMAL' ? decimal(type.precision - type.scale + 1) : type,
    };
  };

/** ROUND and TRUNC of numbers; for dates see date.ts. */
export function roundNumber(name: 'round' | 'trunc', call: FunctionCall): Compiled {
  const type = argument(call, 0).type;
  const digitsArgument = call.call.arguments[1];
  if (call.arguments.length < 2) {
    return {
      sql: `${name}(${number(call, 0)})`,
      type: type?.type === 'DECIMAL' ? decimal(type.precision - type.scale + 1) : type,
    };
  }
  const digits = digitsArgument?.kind === 'literal' ? Number(digitsArgument.value) : undefined;
  const sql =
    name === 'round'
      ? `round(${number(call, 0)}, CAST(${integer(call, 1)} AS INTEGER))`
      : `exa_trunc(${number(call, 0)}, ${integer(call, 1)})`;
  if (type?.type !== 'DECIMAL' || digits === undefined || digits < 0) return { sql, type: DOUBLE };
  const scale = Math.min(digits, type.scale);
  const rounded = decimal(type.precision - type.scale + scale + 1, scale);
  return { sql: `CAST(${sql} AS ${storageType(rounded)})`, type: rounded };
}

/** Bits of 64-bit numbers, as BIT_AND and the others of Exasol use them. */
const bit = (call: FunctionCall) => `(CAST(1 AS UBIGINT) << CAST(${integer(call, 1)} AS UBIGINT))`;
const shift = (call: FunctionCall, operator: '<<' | '>>') =>
  `CAST(CAST(${integer(call, 0)} AS UBIGINT) ${operator} CAST(${integer(call, 1)} AS UBIGINT) AS DECIMAL(20,0))`;

export const numberFunctions: Readonly<Record<string, FunctionRule>> = {
  ABS: keepType('abs'),
  SIGN: (call) => ({ sql: `sign(${number(call, 0)})`, type: decimal(1) }),
  FLOOR: whole('floor'),
  CEIL: whole('ceil'),
  CEILING: whole('ceil'),
  MOD: (call) => ({ sql: `mod(${number(call, 0)}, exa_nonzero(${number(call, 1)}))`, type: argument(call, 0).type }),
  DIV: (call) => ({
    sql: `CAST(trunc(${number(call, 0)} / exa_nonzero(${number(call, 1)})) AS DECIMAL(36,0))`,
    type: decimal(36),
  }),
  POWER: ofDouble('power'),
  SQRT: ofDouble('sqrt'),
  EXP: ofDouble('exp'),
  LN: ofDouble('ln'),
  LOG: (call) => ({ sql: `(ln(${double(call, 1)}) / ln(${double(call, 0)}))`, type: DOUBLE }),
  LOG2: ofDouble('log2'),
  LOG10: ofDouble('log10'),
  SIN: ofDouble('sin'),
  COS: ofDouble('cos'),
  TAN: ofDouble('tan'),
  COT: ofDouble('cot'),
  SINH: ofDouble('sinh'),
  COSH: ofDouble('cosh'),
  TANH: ofDouble('tanh'),
  ASIN: ofDouble('asin'),
  ACOS: ofDouble('acos'),
  ATAN: ofDouble('atan'),
  ATAN2: ofDouble('atan2'),
  DEGREES: ofDouble('degrees'),
  RADIANS: ofDouble('radians'),
  PI: () => ({ sql: 'pi()', type: DOUBLE }),
  BIT_AND: (call) => ({ sql: `(${integer(call, 0)} & ${integer(call, 1)})`, type: decimal(20) }),
  BIT_OR: (call) => ({ sql: `(${integer(call, 0)} | ${integer(call, 1)})`, type: decimal(20) }),
  BIT_XOR: (call) => ({ sql: `xor(${integer(call, 0)}, ${integer(call, 1)})`, type: decimal(20) }),
  BIT_NOT: (call) => ({
    sql: `CAST(xor(CAST(${integer(call, 0)} AS UBIGINT), 18446744073709551615) AS DECIMAL(20,0))`,
    type: decimal(20),
  }),
  BIT_LSHIFT: (call) => ({ sql: shift(call, '<<'), type: decimal(20) }),
  BIT_RSHIFT: (call) => ({ sql: shift(call, '>>'), type: decimal(20) }),
  BIT_SET: (call) => ({
    sql: `CAST(CAST(${integer(call, 0)} AS UBIGINT) | ${bit(call)} AS DECIMAL(20,0))`,
    type: decimal(20),
  }),
  BIT_CHECK: (call) => ({
    sql: `((CAST(${integer(call, 0)} AS UBIGINT) & ${bit(call)}) <> 0)`,
    type: { type: 'BOOLEAN' },
  }),
  RANDOM: (call) =>
    call.arguments.length === 2
      ? { sql: `(${double(call, 0)} + random() * (${double(call, 1)} - ${double(call, 0)}))`, type: DOUBLE }
      : { sql: 'random()', type: DOUBLE },
  RAND: () => ({ sql: 'random()', type: DOUBLE }),
  MIN_SCALE: (call) => ({
    sql: `length(split_part(exa_trim_zeros(CAST(${number(call, 0)} AS VARCHAR)), '.', 2))`,
    type: decimal(9),
  }),
};
