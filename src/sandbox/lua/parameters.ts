import { quoteLiteral } from '../tokens/quote.js';
import { type Token, TokenReader } from '../tokens/token-reader.js';
import { ExasolError } from '../types/exasol-error.js';
import type { LuaValue } from './values.js';

/**
 * Replaces the parameters of query() and pquery() in a statement: `:name` becomes a literal, `::name` the text of an identifier
 * (https://docs.exasol.com/db/latest/database_concepts/scripting/db_interaction.htm). Blanks after the colons are allowed.
 * Strings, quoted identifiers, comments and markers without a parameter are left unchanged.
 * @throws ExasolError if a value cannot be written as a literal
 */
export function bindParameters(sql: string, parameters: ReadonlyMap<string, LuaValue>): string {
  if (parameters.size === 0) return sql;
  const tokens = readLeniently(sql);
  let bound = '';
  let copied = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const colon = tokens[index];
    if (colon?.text !== ':' || colon.kind !== 'symbol') continue;
    const isIdentifier = tokens[index + 1]?.text === ':' && tokens[index + 1]?.start === colon.end;
    const name = tokens[index + (isIdentifier ? 2 : 1)];
    const value = name?.kind === 'word' ? parameters.get(name.text) : undefined;
    index += isIdentifier ? 1 : 0;
    if (name === undefined || value === undefined) continue;
    bound +=
      sql.slice(copied, colon.start) +
      (isIdentifier ? renderIdentifier(name.text, value) : renderLiteral(name.text, value));
    copied = name.end;
  }
  return bound + sql.slice(copied);
}

/** The tokens up to the end or to the first error: the body of CREATE SCRIPT is in another language. */
function readLeniently(sql: string): readonly Token[] {
  const reader = new TokenReader(sql);
  const tokens: Token[] = [];
  try {
    for (let token = reader.next(); token !== undefined; token = reader.next()) tokens.push(token);
  } catch (error) {
    if (!(error instanceof ExasolError)) throw error;
  }
  return tokens;
}

function renderLiteral(name: string, value: LuaValue): string {
  switch (value.type) {
    case 'null':
      return 'NULL';
    case 'string':
      return quoteLiteral(value.value);
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE';
    case 'float':
      if (!Number.isFinite(value.value)) throw parameterError(name, `a number without a literal: ${value.value}`);
      return String(value.value);
    case 'integer':
    case 'decimal':
      return String(value.value);
    case 'other':
      throw parameterError(name, `a ${value.value}`);
  }
}

function renderIdentifier(name: string, value: LuaValue): string {
  if (value.type === 'null' || value.type === 'boolean') throw parameterError(name, value.type);
  return value.type === 'string' ? value.value : renderLiteral(name, value);
}

function parameterError(name: string, what: string): ExasolError {
  return new ExasolError(
    '42000',
    `the query parameter "${name}" is ${what}; it must be a string, number, decimal, boolean or null`,
  );
}
