import { formatCount } from '../text/format-values.js';

/** `1 row`, `1,315 rows`. */
export function countThings(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** `31.4 %`. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Numbers outside these limits are written with an exponent. */
const minPlain = 1e-6;
const maxPlain = 1e12;

/**
 * A format for all numbers of a column: with the same number of decimals so that they align, and at least four significant digits for
 * the largest number.
 */
export function chooseFormat(values: readonly number[]): (value: number) => string {
  const largest = Math.max(0, ...values.map(Math.abs));
  if (values.every(Number.isInteger) && largest > 1 && largest < maxPlain) {
    return formatCount;
  }
  if (largest !== 0 && (largest < minPlain || largest >= maxPlain)) {
    return (value) => value.toExponential(3);
  }
  const decimals =
    largest > 1 ? Math.max(1, 3 - Math.floor(Math.log10(largest))) : Math.max(4, countZeros(largest) + 3);
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (value) => format.format(value);
}

/** Zeros between the decimal point and the first other digit: 2 for 0.0031. */
function countZeros(number: number): number {
  return number === 0 ? 0 : Math.max(0, Math.ceil(-Math.log10(number)) - 1);
}

/** A moment to the second: `2026-11-22 22:10:05 UTC`. */
export function formatUtc(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
