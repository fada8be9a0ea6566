import type { Constraint, TableColumn } from '../../catalog/catalog.js';
import { readDataType } from '../../catalog/data-types.js';
import type { Position, TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import type { DataType } from '../../types/values.js';
import type { Query } from '../syntax/ast.js';
import { readExpression } from '../syntax/expressions.js';
import { readQuery } from '../syntax/queries.js';
import { startsQuery } from '../syntax/subquery.js';

export interface CreateTable {
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly path: readonly string[];
  readonly at: Position;
  readonly columns: readonly TableColumn[];
  readonly likes: readonly { readonly path: readonly string[]; readonly at: Position }[];
  readonly constraints: readonly ParsedConstraint[];
  readonly query: Query | undefined;
  readonly withData: boolean;
  readonly comment: string | undefined;
}

/** A constraint as written. */
export interface ParsedConstraint extends Pick<Constraint, 'kind' | 'enabled' | 'columns'> {
  readonly name: string | undefined;
  /** For FOREIGN KEY. Without columns, it refers to the primary key of the table. */
  readonly references?: { readonly path: readonly string[]; readonly columns: readonly string[] | undefined };
}

interface Draft {
  columns: TableColumn[];
  likes: { path: string[]; at: Position }[];
  constraints: ParsedConstraint[];
  keys: Keys[];
}

/** DISTRIBUTE BY or PARTITION BY */
export interface Keys {
  readonly kind: 'DISTRIBUTE' | 'PARTITION';
  readonly columns: readonly string[];
}

/** @param enabled the state of constraints without ENABLE and DISABLE */
export function readCreateTable(tokens: TokenStream, enabled: boolean): CreateTable {
  tokens.expectWord('CREATE');
  const orReplace = tokens.acceptWord('OR', 'REPLACE');
  tokens.expectWord('TABLE');
  const ifNotExists = tokens.acceptWord('IF', 'NOT', 'EXISTS');
  const at = tokens.position();
  const path = tokens.path();
  const draft: Draft = { columns: [], likes: [], constraints: [], keys: [] };
  let query: Query | undefined;
  let withData = true;
  if (tokens.acceptWord('LIKE')) {
    draft.likes.push({ at: tokens.position(), path: tokens.path() });
    skipLikeOptions(tokens);
  } else if (tokens.acceptWord('AS')) {
    ({ query, withData } = readSource(tokens));
  } else {
    tokens.list(() => readItem(tokens, draft, enabled));
  }
  const comment = readComment(tokens);
  tokens.expectEnd();
  const keysOf = (kind: Keys['kind']) =>
    draft.keys.filter((keys) => keys.kind === kind).flatMap((keys) => keys.columns);
  const [distribution, partition] = [keysOf('DISTRIBUTE'), keysOf('PARTITION')];
  const columns = draft.columns.map((column) => ({
    ...column,
    distribution: distribution.includes(column.name),
    partitionPosition: partition.includes(column.name) ? partition.indexOf(column.name) + 1 : undefined,
  }));
  for (const name of [...distribution, ...partition]) {
    if (query === undefined && draft.likes.length === 0 && !columns.some((column) => column.name === name)) {
      throw new ExasolError('42000', `column ${name} not found in DISTRIBUTE BY or PARTITION BY`);
    }
  }
  return {
    orReplace,
    ifNotExists,
    path,
    at,
    columns,
    likes: draft.likes,
    constraints: draft.constraints,
    query,
    withData,
    comment,
  };
}

function readSource(tokens: TokenStream): { query: Query; withData: boolean } {
  if (tokens.isWord('TABLE')) throw sandboxGap('CREATE TABLE AS TABLE');
  if (!startsQuery(tokens)) throw tokens.unexpected('SELECT_');
  const query = readQuery(tokens);
  const withData = !tokens.acceptWord('WITH', 'NO', 'DATA');
  tokens.acceptWord('WITH', 'DATA');
  return { query, withData };
}

function skipLikeOptions(tokens: TokenStream): void {
  while (tokens.acceptWord('INCLUDING') || tokens.acceptWord('EXCLUDING')) tokens.next();
}

function readItem(tokens: TokenStream, draft: Draft, enabled: boolean): void {
  if (tokens.isWord('DISTRIBUTE', 'BY') || tokens.isWord('PARTITION', 'BY')) {
    draft.keys.push(readKeys(tokens));
  } else if (tokens.acceptWord('LIKE')) {
    draft.likes.push({ at: tokens.position(), path: tokens.path() });
    skipLikeOptions(tokens);
  } else if (
    tokens.isWord('CONSTRAINT') ||
    tokens.isWord('PRIMARY') ||
    tokens.isWord('FOREIGN') ||
    tokens.isWord('UNIQUE')
  ) {
    draft.constraints.push(readTableConstraint(tokens, enabled));
  } else {
    readColumn(tokens, draft, enabled);
  }
}

/** `DISTRIBUTE BY a, b`; what follows a further comma may be another clause. */
export function readKeys(tokens: TokenStream): Keys {
  const kind = tokens.acceptWord('DISTRIBUTE') ? 'DISTRIBUTE' : 'PARTITION';
  if (kind === 'PARTITION') tokens.expectWord('PARTITION');
  tokens.expectWord('BY');
  const columns = [tokens.name()];
  while (tokens.isSymbol(',') && tokens.isName(1) && !tokens.isName(2) && !tokens.isReserved(2)) {
    tokens.expectSymbol(',');
    columns.push(tokens.name());
  }
  return { kind, columns };
}

export function readTableConstraint(tokens: TokenStream, enabled: boolean): ParsedConstraint {
  const name = tokens.acceptWord('CONSTRAINT') && tokens.isName() ? tokens.name() : undefined;
  const kind = readConstraintKind(tokens);
  const columns = tokens.list(() => tokens.name());
  const references = kind === 'FOREIGN KEY' ? { references: readReference(tokens) } : {};
  return { name, kind, columns, ...references, enabled: readEnabled(tokens, enabled) };
}

function readConstraintKind(tokens: TokenStream): Constraint['kind'] {
  if (tokens.acceptWord('PRIMARY', 'KEY')) return 'PRIMARY KEY';
  if (tokens.acceptWord('FOREIGN', 'KEY')) return 'FOREIGN KEY';
  throw tokens.unexpected('PRIMARY_ or FOREIGN_');
}

function readReference(tokens: TokenStream): NonNullable<ParsedConstraint['references']> {
  tokens.expectWord('REFERENCES');
  return { path: tokens.path(), columns: tokens.isSymbol('(') ? tokens.list(() => tokens.name()) : undefined };
}

function readEnabled(tokens: TokenStream, otherwise: boolean): boolean {
  if (tokens.acceptWord('DISABLE')) return false;
  return tokens.acceptWord('ENABLE') || otherwise;
}

/**
 * A column of CREATE TABLE or ALTER TABLE, with its own constraints.
 * @param currentType the type of an existing column, if the statement may omit it
 * @returns whether NULL was written
 */
export function readColumn(
  tokens: TokenStream,
  draft: Pick<Draft, 'columns' | 'constraints'>,
  enabled: boolean,
  currentType?: (name: string) => DataType,
): boolean {
  const name = tokens.name();
  const isTypeOmitted = currentType !== undefined && isColumnOption(tokens);
  const dataType = isTypeOmitted ? currentType(name) : readDataType(tokens);
  let allowsNull = false;
  let defaultText: string | undefined;
  let comment: string | undefined;
  let identity = false;
  let nullable = true;
  for (;;) {
    if (tokens.acceptWord('DEFAULT')) {
      const start = tokens.peek()?.start ?? 0;
      readExpression(tokens);
      defaultText = tokens.sql.slice(start, tokens.offset);
    } else if (tokens.acceptWord('IDENTITY')) {
      identity = true;
      if (tokens.acceptSymbol('(')) {
        tokens.integer();
        tokens.expectSymbol(')');
      } else if (tokens.peek()?.kind === 'number') tokens.integer();
    } else if (tokens.acceptWord('COMMENT', 'IS')) {
      comment = tokens.string();
    } else if (tokens.acceptWord('NULL')) {
      allowsNull = true;
    } else if (isConstraintStart(tokens)) {
      const constraint = readColumnConstraint(tokens, name, enabled);
      if (constraint.kind === 'NOT NULL' && constraint.enabled) nullable = false;
      draft.constraints.push(constraint);
    } else {
      break;
    }
  }
  const noKey = { distribution: false, partitionPosition: undefined };
  draft.columns.push({ name, dataType, nullable, defaultText, identity, comment, ...noKey });
  return allowsNull;
}

function isColumnOption(tokens: TokenStream): boolean {
  return isConstraintStart(tokens) || ['NULL', 'DEFAULT', 'IDENTITY'].some((word) => tokens.isWord(word));
}

function isConstraintStart(tokens: TokenStream): boolean {
  return (
    tokens.isWord('CONSTRAINT') ||
    tokens.isWord('NOT', 'NULL') ||
    tokens.isWord('PRIMARY') ||
    tokens.isWord('REFERENCES')
  );
}

function readColumnConstraint(tokens: TokenStream, column: string, enabled: boolean): ParsedConstraint {
  const name = tokens.acceptWord('CONSTRAINT') && tokens.isName() ? tokens.name() : undefined;
  if (tokens.acceptWord('NOT', 'NULL'))
    return { name, kind: 'NOT NULL', columns: [column], enabled: readEnabled(tokens, enabled) };
  if (tokens.acceptWord('PRIMARY', 'KEY'))
    return { name, kind: 'PRIMARY KEY', columns: [column], enabled: readEnabled(tokens, enabled) };
  const references = readReference(tokens);
  return { name, kind: 'FOREIGN KEY', columns: [column], references, enabled: readEnabled(tokens, enabled) };
}

export function readComment(tokens: TokenStream): string | undefined {
  return tokens.acceptWord('COMMENT', 'IS') ? tokens.string() : undefined;
}
