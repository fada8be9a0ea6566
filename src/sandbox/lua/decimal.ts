/** Exact arithmetic on decimal numbers as text, for Lua's decimal userdata. */
import { formatDecimal } from '../types/format-decimal.js';

interface Digits {
  readonly unscaled: bigint;
  readonly scale: number;
}

export class DecimalError extends Error {}

function parseDigits(text: string): Digits {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') throw new DecimalError(`'${text}' is not a decimal number`);
  const unscaled = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { unscaled, scale } : { unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
}

function roundTo({ unscaled, scale }: Digits, targetScale: number): Digits {
  if (scale <= targetScale) return { unscaled: unscaled * 10n ** BigInt(targetScale - scale), scale: targetScale };
  const divisor = 10n ** BigInt(scale - targetScale);
  const half = unscaled < 0n ? -divisor / 2n : divisor / 2n;
  return { unscaled: (unscaled + half) / divisor, scale: targetScale };
}

/**
 * Formats a number as DECIMAL(precision, scale), rounded half away from zero.
 * @throws DecimalError if it does not fit or is not a number
 */
export function castDecimal(text: string, precision: number, scale: number): string {
  const rounded = roundTo(parseDigits(text), scale);
  const digits = String(rounded.unscaled < 0n ? -rounded.unscaled : rounded.unscaled);
  if (rounded.unscaled !== 0n && digits.length > precision) {
    throw new DecimalError(`numeric value out of range: value ${text} does not fit in DECIMAL(${precision},${scale})`);
  }
  return formatDecimal(rounded.unscaled, rounded.scale);
}

/**
 * One operation of Lua's decimal: `+ - * %`, `compare` (−1, 0, 1), or `cast` (`right` is `precision scale`).
 * @throws DecimalError
 */
export function calculateDecimal(operator: string, left: string, right: string): string {
  if (operator === 'cast') {
    const [precision = 18, scale = 0] = right.split(' ').map(Number);
    return castDecimal(left, precision, scale);
  }
  const a = parseDigits(left);
  const b = parseDigits(right);
  const scale = Math.max(a.scale, b.scale);
  const x = roundTo(a, scale).unscaled;
  const y = roundTo(b, scale).unscaled;
  switch (operator) {
    case '+':
      return formatDecimal(x + y, scale);
    case '-':
      return formatDecimal(x - y, scale);
    case '*':
      return formatDecimal(a.unscaled * b.unscaled, a.scale + b.scale);
    case '%': {
      if (y === 0n) throw new DecimalError('data exception - division by zero');
      // Lua's remainder has the sign of the divisor.
      const remainder = x % y;
      return formatDecimal(remainder !== 0n && remainder < 0n !== y < 0n ? remainder + y : remainder, scale);
    }
    case 'compare':
      return x < y ? '-1' : x > y ? '1' : '0';
    default:
      throw new DecimalError(`attempt to ${operator} decimals`);
  }
}
