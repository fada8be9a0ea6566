import { type DataType, ExasolError } from '../../database/types.js';
import type { StatementCursor } from './statement-cursor.js';

type Reader = (cursor: StatementCursor) => DataType;

const DOUBLE: DataType = { type: 'DOUBLE' };

function makeDecimal(precision: number, scale: number): DataType {
  if (precision < 1 || precision > 36) {
    throw new ExasolError('42000', 'illegal precision value: precision must be between 1 and 36');
  }
  if (scale > precision)
    throw new ExasolError('42000', 'illegal scale value: scale must not be greater than precision');
  return { type: 'DECIMAL', precision, scale };
}

function tryNumbers(cursor: StatementCursor): readonly number[] {
  return cursor.peek()?.text === '(' ? cursor.expectList(() => cursor.expectInteger()) : [];
}

const readDecimal =
  (bare: DataType): Reader =>
  (cursor) => {
    const [precision, scale = 0] = tryNumbers(cursor);
    return precision === undefined ? bare : makeDecimal(precision, scale);
  };

function readCharacterSet(cursor: StatementCursor): 'UTF8' | 'ASCII' {
  cursor.tryWords('CHARACTER', 'SET');
  return cursor.tryAnyWord('UTF8', 'ASCII') === 'ASCII' ? 'ASCII' : 'UTF8';
}

function makeText(cursor: StatementCursor, type: 'CHAR' | 'VARCHAR', size: number | undefined): DataType {
  const maximum = type === 'CHAR' ? 2000 : 2_000_000;
  if (size === undefined) return cursor.fail("'('");
  if (size > maximum) {
    const text = `specified length too long for ${type.toLowerCase()} type - maximum is ${maximum}`;
    throw new ExasolError('42000', text);
  }
  return { type, size, characterSet: readCharacterSet(cursor) };
}

const readVarchar: Reader = (cursor) => makeText(cursor, 'VARCHAR', tryNumbers(cursor)[0]);

const readChar: Reader = (cursor) =>
  cursor.tryWords('VARYING') ? readVarchar(cursor) : makeText(cursor, 'CHAR', tryNumbers(cursor)[0] ?? 1);

function readTimestamp(cursor: StatementCursor): DataType {
  const precision = tryNumbers(cursor)[0] ?? 3;
  return { type: 'TIMESTAMP', precision, withLocalTimeZone: cursor.tryWords('WITH', 'LOCAL', 'TIME', 'ZONE') };
}

function readInterval(cursor: StatementCursor): DataType {
  if (cursor.tryWords('YEAR')) {
    const precision = tryNumbers(cursor)[0] ?? 2;
    cursor.expectWords('TO', 'MONTH');
    return { type: 'INTERVAL YEAR TO MONTH', precision };
  }
  cursor.expectWords('DAY');
  const precision = tryNumbers(cursor)[0] ?? 2;
  cursor.expectWords('TO', 'SECOND');
  return { type: 'INTERVAL DAY TO SECOND', precision, fraction: tryNumbers(cursor)[0] ?? 3 };
}

function readHashtype(cursor: StatementCursor): DataType {
  if (!cursor.trySymbol('(')) return { type: 'HASHTYPE', size: 16 };
  const size = cursor.expectInteger();
  const unit = cursor.tryAnyWord('BYTE', 'BIT') ?? 'BYTE';
  cursor.expectSymbol(')');
  return { type: 'HASHTYPE', size: unit === 'BIT' ? size / 8 : size };
}

const readWholeNumber =
  (precision: number): Reader =>
  () =>
    makeDecimal(precision, 0);

/** NUMBER and NUMERIC without precision are DOUBLE in a script's signature (exasol/script-languages tests). */
const READERS: Readonly<Record<string, Reader>> = {
  BOOLEAN: () => ({ type: 'BOOLEAN' }),
  BOOL: () => ({ type: 'BOOLEAN' }),
  DECIMAL: readDecimal(makeDecimal(18, 0)),
  DEC: readDecimal(makeDecimal(18, 0)),
  NUMERIC: readDecimal(DOUBLE),
  NUMBER: readDecimal(DOUBLE),
  TINYINT: readWholeNumber(3),
  SMALLINT: readWholeNumber(9),
  SHORTINT: readWholeNumber(9),
  INT: readWholeNumber(18),
  INTEGER: readWholeNumber(18),
  BIGINT: readWholeNumber(36),
  DOUBLE: (cursor) => {
    cursor.tryWords('PRECISION');
    return DOUBLE;
  },
  FLOAT: () => DOUBLE,
  REAL: () => DOUBLE,
  CHAR: readChar,
  CHARACTER: readChar,
  NCHAR: readChar,
  VARCHAR: readVarchar,
  VARCHAR2: readVarchar,
  NVARCHAR: readVarchar,
  NVARCHAR2: readVarchar,
  CLOB: (cursor) => makeText(cursor, 'VARCHAR', tryNumbers(cursor)[0] ?? 2_000_000),
  DATE: () => ({ type: 'DATE' }),
  TIMESTAMP: readTimestamp,
  INTERVAL: readInterval,
  GEOMETRY: (cursor) => ({ type: 'GEOMETRY', srid: tryNumbers(cursor)[0] ?? 0 }),
  HASHTYPE: readHashtype,
};

/** Reads the name of a data type as it stands in a script's signature or in `IMPORT INTO (c type, …)`. */
export function expectDataType(cursor: StatementCursor): DataType {
  const token = cursor.peek();
  const reader = token?.kind === 'word' && Object.hasOwn(READERS, token.value) ? READERS[token.value] : undefined;
  if (reader === undefined) return cursor.fail();
  cursor.take();
  return reader(cursor);
}

/** The name of a type as Exasol's catalog and re-rendered script texts show it. */
export function renderDataType(type: DataType): string {
  switch (type.type) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${type.type}(${type.size}) ${type.characterSet}`;
    case 'TIMESTAMP':
      return `TIMESTAMP(${type.precision})${type.withLocalTimeZone ? ' WITH LOCAL TIME ZONE' : ''}`;
    case 'INTERVAL YEAR TO MONTH':
      return `INTERVAL YEAR(${type.precision}) TO MONTH`;
    case 'INTERVAL DAY TO SECOND':
      return `INTERVAL DAY(${type.precision}) TO SECOND(${type.fraction})`;
    case 'GEOMETRY':
      return type.srid === 0 ? 'GEOMETRY' : `GEOMETRY(${type.srid})`;
    case 'HASHTYPE':
      return `HASHTYPE(${type.size} BYTE)`;
    default:
      return type.type;
  }
}
