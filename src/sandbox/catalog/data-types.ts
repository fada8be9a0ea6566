/** Reads data types in Exasol SQL, and formats them as the catalog does. Source: docs.exasol.com, data types. */

import { TokenStream } from '../tokens/token-stream.js';
import { ExasolError } from '../types/exasol-error.js';
import type { DataType } from '../types/values.js';

const INTEGER_PRECISION: Readonly<Record<string, number>> = {
  TINYINT: 3,
  SMALLINT: 9,
  SHORTINT: 9,
  INT: 18,
  INTEGER: 18,
  BIGINT: 36,
};
const DEFAULT_TIMESTAMP_PRECISION = 3;

/** Reads a type, with its size and character set. @throws ExasolError if it is not a data type */
export function readDataType(tokens: TokenStream): DataType {
  const at = tokens.position();
  const word = tokens.next();
  if (word.kind !== 'word') throw tokens.unexpected(undefined, word);
  const name = word.value;
  const integer = INTEGER_PRECISION[name];
  if (integer !== undefined) return { type: 'DECIMAL', precision: integer, scale: 0 };
  switch (name) {
    case 'BOOLEAN':
    case 'BOOL':
      return { type: 'BOOLEAN' };
    case 'DECIMAL':
    case 'DEC':
    case 'NUMERIC':
    case 'NUMBER':
      return readDecimal(tokens, name);
    case 'DOUBLE':
      tokens.acceptWord('PRECISION');
      return { type: 'DOUBLE' };
    case 'FLOAT':
      if (tokens.isSymbol('(')) readNumbers(tokens);
      return { type: 'DOUBLE' };
    case 'REAL':
      return { type: 'DOUBLE' };
    case 'CHAR':
    case 'CHARACTER':
    case 'NCHAR':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'VARCHAR2':
    case 'NVARCHAR2':
    case 'CLOB':
    case 'NCLOB':
    case 'LONG':
      return readText(tokens, name);
    case 'DATE':
      return { type: 'DATE' };
    case 'TIMESTAMP':
      return readTimestamp(tokens);
    case 'INTERVAL':
      return readInterval(tokens);
    case 'GEOMETRY':
      return { type: 'GEOMETRY', srid: tokens.isSymbol('(') ? (readNumbers(tokens)[0] ?? 0) : 0 };
    case 'HASHTYPE':
      return readHashType(tokens);
    default:
      throw tokens.error(`syntax error, unexpected ${name}, expecting a data type`, at);
  }
}

function readNumbers(tokens: TokenStream): number[] {
  return tokens.list(() => tokens.integer());
}

function readDecimal(tokens: TokenStream, name: string): DataType {
  if (!tokens.isSymbol('(')) {
    return name === 'NUMBER' ? { type: 'DOUBLE' } : { type: 'DECIMAL', precision: 18, scale: 0 };
  }
  const [precision = 18, scale = 0] = readNumbers(tokens);
  if (precision < 1 || precision > 36) throw new ExasolError('42000', `illegal precision value: ${precision}`);
  if (scale > precision) throw new ExasolError('42000', `illegal scale value: ${scale}`);
  return { type: 'DECIMAL', precision, scale };
}

function readText(tokens: TokenStream, name: string): DataType {
  let type: 'CHAR' | 'VARCHAR' =
    name.includes('VARCHAR') || name.includes('CLOB') || name === 'LONG' ? 'VARCHAR' : 'CHAR';
  if (
    type === 'CHAR' &&
    (tokens.acceptWord('VARYING') || (tokens.acceptWord('LARGE') && tokens.acceptWord('OBJECT')))
  ) {
    type = 'VARCHAR';
  }
  if (name === 'LONG') tokens.expectWord('VARCHAR');
  const maximum = type === 'CHAR' ? 2000 : 2_000_000;
  let size = name.includes('CLOB') || name === 'LONG' ? maximum : 1;
  if (tokens.acceptSymbol('(')) {
    size = tokens.integer();
    if (!tokens.acceptWord('CHAR')) tokens.acceptWord('BYTE');
    tokens.expectSymbol(')');
  } else if (type === 'VARCHAR' && size === 1) {
    throw tokens.unexpected("'('");
  }
  if (size < 1) throw tokens.error(`specified length too small for ${type.toLowerCase()} type - minimum is 1`);
  if (size > maximum) {
    throw tokens.error(`specified length too long for ${type.toLowerCase()} type - maximum is ${maximum}`);
  }
  if (tokens.acceptWord('CHARACTER')) tokens.expectWord('SET');
  if (tokens.acceptWord('ASCII')) return { type, size, characterSet: 'ASCII' };
  tokens.acceptWord('UTF8');
  return { type, size, characterSet: 'UTF8' };
}

function readTimestamp(tokens: TokenStream): DataType {
  const precision = tokens.isSymbol('(') ? (readNumbers(tokens)[0] ?? 3) : DEFAULT_TIMESTAMP_PRECISION;
  if (precision > 9) throw tokens.error(`illegal precision value: ${precision}`);
  const withLocalTimeZone = tokens.acceptWord('WITH', 'LOCAL', 'TIME', 'ZONE');
  return { type: 'TIMESTAMP', precision, withLocalTimeZone };
}

function readInterval(tokens: TokenStream): DataType {
  if (tokens.acceptWord('YEAR')) {
    const precision = tokens.isSymbol('(') ? (readNumbers(tokens)[0] ?? 2) : 2;
    tokens.expectWord('TO', 'MONTH');
    return { type: 'INTERVAL YEAR TO MONTH', precision };
  }
  tokens.expectWord('DAY');
  const precision = tokens.isSymbol('(') ? (readNumbers(tokens)[0] ?? 2) : 2;
  tokens.expectWord('TO', 'SECOND');
  const fraction = tokens.isSymbol('(') ? (readNumbers(tokens)[0] ?? 3) : 3;
  return { type: 'INTERVAL DAY TO SECOND', precision, fraction };
}

/** HASHTYPE(n BYTE) or (n BIT). The stored size is in bytes; the default is 16. */
function readHashType(tokens: TokenStream): DataType {
  if (!tokens.acceptSymbol('(')) return { type: 'HASHTYPE', size: 16 };
  const size = tokens.integer();
  const bits = tokens.acceptWord('BIT');
  if (!bits) tokens.expectWord('BYTE');
  tokens.expectSymbol(')');
  return { type: 'HASHTYPE', size: bits ? size / 8 : size };
}

/** As EXA_ALL_COLUMNS.COLUMN_TYPE and DESCRIBE show it: `VARCHAR(100) UTF8`, `DECIMAL(18,0)`, `TIMESTAMP(3)`. */
export function formatDataType(dataType: DataType): string {
  switch (dataType.type) {
    case 'DECIMAL':
      return `DECIMAL(${dataType.precision},${dataType.scale})`;
    case 'CHAR':
    case 'VARCHAR':
      return `${dataType.type}(${dataType.size}) ${dataType.characterSet}`;
    case 'TIMESTAMP':
      return `TIMESTAMP(${dataType.precision})${dataType.withLocalTimeZone ? ' WITH LOCAL TIME ZONE' : ''}`;
    case 'INTERVAL YEAR TO MONTH':
      return `INTERVAL YEAR(${dataType.precision}) TO MONTH`;
    case 'INTERVAL DAY TO SECOND':
      return `INTERVAL DAY(${dataType.precision}) TO SECOND(${dataType.fraction})`;
    case 'GEOMETRY':
      return dataType.srid === 0 ? 'GEOMETRY' : `GEOMETRY(${dataType.srid})`;
    case 'HASHTYPE':
      return `HASHTYPE(${dataType.size} BYTE)`;
    default:
      return dataType.type;
  }
}

/** The inverse of formatDataType. */
export function parseDataType(text: string): DataType {
  const tokens = new TokenStream(text);
  const dataType = readDataType(tokens);
  tokens.expectEnd();
  return dataType;
}
