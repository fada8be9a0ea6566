import type { SessionAttributes } from '../../../types/database.js';
import { formatDecimal } from '../../../types/format-decimal.js';
import type { Cell, DataType } from '../../../types/values.js';
import type { CsvOptions, Trim } from './csv-options.js';
import { makeDatetimeReader } from './datetime-reader.js';

type Formats = Pick<SessionAttributes, 'dateFormat' | 'datetimeFormat' | 'numericCharacters'>;

/** Exasol's error for an invalid value, without row and column. */
export class CellError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Converts the text of a field to a cell. @throws CellError */
type TextReader = (text: string) => Cell;

/** The same for null, which is the text of the option NULL. */
export type CellReader = (text: string | null) => Cell;

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
  '0': false,
};

function rejectValue(text: string, reason: string): never {
  throw new CellError('ETL-3009', `Transformation of value='${text}' failed - ${reason}`);
}

function readBoolean(text: string): Cell {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(BOOLEANS, key) ? (BOOLEANS[key] ?? null) : rejectValue(text, 'invalid boolean value');
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Digits of a decimal number, rounded (half away from zero) to the scale; undefined if the text is not a number. */
function scaleDecimal(text: string, scale: number): bigint | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const shift = scale - fraction.length + Number(exponent);
  const divisor = 10n ** BigInt(Math.max(0, -shift));
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : (digits + divisor / 2n) / divisor;
  return sign === '-' ? -scaled : scaled;
}

function makeDecimalReader(precision: number, scale: number, point: string): TextReader {
  const limit = 10n ** BigInt(precision);
  return (text) => {
    const scaled = scaleDecimal(text.trim().replace(point, '.'), scale);
    if (scaled === undefined) return rejectValue(text, 'invalid character value for cast');
    if (scaled >= limit || scaled <= -limit) return rejectValue(text, 'numeric value out of range');
    return scale === 0 && precision <= 18 ? scaled : formatDecimal(scaled, scale);
  };
}

function makeDoubleReader(point: string): TextReader {
  return (text) => {
    const plain = text.trim().replace(point, '.');
    const number = Number(plain);
    return plain === '' || !Number.isFinite(number) ? rejectValue(text, 'invalid character value for cast') : number;
  };
}

function makeMomentReader(format: string, kind: 'DATE' | 'TIMESTAMP'): TextReader {
  const read = makeDatetimeReader(format, kind);
  return (text) => read(text) ?? rejectValue(text, `data exception - invalid value for format ${format}`);
}

function makeTextReader(type: 'CHAR' | 'VARCHAR', size: number): TextReader {
  return (text) => {
    const length = text.length <= size ? text.length : [...text].length;
    if (length > size) {
      throw new CellError(
        'ETL-3050',
        `String data, right truncation. String length exceeds limit of ${size} characters`,
      );
    }
    return type === 'CHAR' ? text + ' '.repeat(size - [...text].length) : text;
  };
}

export function makeTrimmer(trim: Trim | undefined): (text: string) => string {
  if (trim === 'TRIM') return (text) => text.replace(/^ +| +$/g, '');
  if (trim === 'LTRIM') return (text) => text.replace(/^ +/, '');
  return trim === 'RTRIM' ? (text) => text.replace(/ +$/, '') : (text) => text;
}

function makeTypeReader(dataType: DataType, format: string | undefined, formats: Formats): TextReader {
  const point = formats.numericCharacters.slice(0, 1) || '.';
  switch (dataType.type) {
    case 'BOOLEAN':
      return readBoolean;
    case 'DECIMAL':
      return makeDecimalReader(dataType.precision, dataType.scale, point);
    case 'DOUBLE':
      return makeDoubleReader(point);
    case 'DATE':
      return makeMomentReader(format ?? formats.dateFormat, 'DATE');
    case 'TIMESTAMP':
      return makeMomentReader(format ?? formats.datetimeFormat, 'TIMESTAMP');
    case 'CHAR':
    case 'VARCHAR':
      return makeTextReader(dataType.type, dataType.size);
    default:
      return (text) => text;
  }
}

/** Empty fields are NULL, also between delimiters. */
export function makeCellReader(
  dataType: DataType,
  format: string | undefined,
  options: CsvOptions,
  formats: Formats,
): CellReader {
  const read = makeTypeReader(dataType, format, formats);
  const trim = makeTrimmer(options.trim);
  return (text) => {
    const trimmed = text === null ? '' : trim(text);
    return trimmed === '' ? null : read(trimmed);
  };
}
