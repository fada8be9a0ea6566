import { describe, expect, it } from 'vitest';
import { makeCellReader } from '../../../../../../src/sandbox/sql/statements/csv/cell-reader.js';
import { IMPORT_OPTIONS, readCsvOptions } from '../../../../../../src/sandbox/sql/statements/csv/csv-options.js';
import { TokenStream } from '../../../../../../src/sandbox/tokens/token-stream.js';
import type { DataType } from '../../../../../../src/sandbox/types/values.js';

const formats = { dateFormat: 'YYYY-MM-DD', datetimeFormat: 'YYYY-MM-DD HH24:MI:SS.FF6', numericCharacters: '.,' };

function reader(dataType: DataType, options = '', nls = formats) {
  return makeCellReader(dataType, undefined, readCsvOptions(new TokenStream(options), IMPORT_OPTIONS), nls);
}

const decimal = (precision: number, scale: number): DataType => ({ type: 'DECIMAL', precision, scale });

describe('a parsed cell', () => {
  it('is an exact decimal, rounded to its scale', () => {
    expect(reader(decimal(18, 0))('-12')).toBe(-12n);
    expect(reader(decimal(5, 2))('1.555')).toBe('1.56');
    expect(reader(decimal(5, 2))('-1.555')).toBe('-1.56');
    expect(reader(decimal(36, 20))('1234567890123456.12345678901234567890')).toBe(
      '1234567890123456.1234567890123456789',
    );
    expect(reader(decimal(9, 2))('1.5e3')).toBe('1500');
    expect(reader(decimal(9, 2), '', { ...formats, numericCharacters: ',.' })('0,05')).toBe('0.05');
    expect(() => reader(decimal(3, 0))('1000')).toThrow('out of range');
    expect(() => reader(decimal(3, 0))('x')).toThrow("Transformation of value='x' failed");
    expect(() => reader(decimal(3, 0))('.')).toThrow('Transformation');
  });

  it('is a date or timestamp in the session’s format', () => {
    expect(reader({ type: 'DATE' })('2024-02-29')).toBe('2024-02-29');
    expect(() => reader({ type: 'DATE' })('2023-02-29')).toThrow('Transformation');
    const moment: DataType = { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false };
    expect(reader(moment)('2024-06-18 17:22:13.5')).toBe('2024-06-18 17:22:13.500000');
    expect(reader(moment)('2024-06-18 17:22:13')).toBe('2024-06-18 17:22:13.000000');
    const german = { ...formats, datetimeFormat: 'DD.MON.YYYY HH12:MI PM' };
    expect(reader(moment, '', german)('18.Jun.2024 05:22 PM')).toBe('2024-06-18 17:22:00.000000');
  });

  it('is text within its size, counted in characters', () => {
    const text: DataType = { type: 'VARCHAR', size: 2, characterSet: 'UTF8' };
    expect(reader(text)('🙂🙂')).toBe('🙂🙂');
    expect(() => reader(text)('abc')).toThrow('exceeds limit of 2 characters');
    expect(reader({ type: 'CHAR', size: 3, characterSet: 'UTF8' })('a')).toBe('a  ');
    expect(reader(text, 'TRIM')('  ab ')).toBe('ab');
  });

  it('is NULL if it is empty or the text of the NULL option', () => {
    expect(reader({ type: 'DOUBLE' })('')).toBeNull();
    expect(reader({ type: 'DOUBLE' })('1e-3')).toBe(0.001);
    expect(reader({ type: 'BOOLEAN' })('Yes')).toBe(true);
    expect(() => reader({ type: 'BOOLEAN' })('maybe')).toThrow('Transformation');
  });
});
