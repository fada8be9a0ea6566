import { quoteText } from '../../duckdb/identifiers.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { DataType } from '../../types/values.js';
import type { Expression } from '../syntax/ast.js';
import { BOOLEAN, DATE, decimal, TIMESTAMP, varchar } from './data-types.js';
import type { Compiled } from './types.js';

/** A literal with the type that Exasol gives it. @throws ExasolError if a number is out of range */
export function compileLiteral(literal: Extract<Expression, { kind: 'literal' }>): Compiled {
  const { type, value } = literal;
  switch (type) {
    case 'null':
      return { sql: 'NULL', type: undefined };
    case 'boolean':
      return { sql: value, type: BOOLEAN };
    case 'string':
      if (value === '') return { sql: 'CAST(NULL AS VARCHAR)', type: varchar(1, 'ASCII') };
      return { sql: quoteText(value), type: literalTextType(value) };
    case 'number':
      if (!Number.isFinite(Number(value))) throw outOfRange();
      return { sql: value, type: numberLiteralType(value) };
    case 'date':
      return { sql: `exa_date(${quoteText(value)})`, type: DATE };
    case 'timestamp':
      return { sql: `exa_timestamp(${quoteText(value)})`, type: TIMESTAMP };
  }
}

const outOfRange = () => new ExasolError('22003', 'data exception - numeric value out of range');

/** A string literal is CHAR(n), and ASCII if possible. */
function literalTextType(value: string): DataType {
  const size = [...value].length;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern is the definition of ASCII
  const characterSet = /^[\x00-\x7f]*$/.test(value) ? 'ASCII' : 'UTF8';
  return size > 2000 ? varchar(size, characterSet) : { type: 'CHAR', size, characterSet };
}

function numberLiteralType(value: string): DataType {
  if (/e/i.test(value)) return { type: 'DOUBLE' };
  const [whole = '', fraction = ''] = value.split('.');
  return decimal(Math.max(1, whole.replace(/^0+/, '').length + fraction.length), fraction.length);
}
