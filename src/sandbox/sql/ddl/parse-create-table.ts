import type { Constraint, TableColumn } from '../../catalog/catalog.js';
import { readDataType } from '../../catalog/data-types.js';
import type { Position, TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
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
  readonly constraints: readonly (Omit<Constraint, 'name'> & { readonly name: string | undefined })[];
  readonly query: Query | undefined;
  readonly withData: boolean;
  readonly comment: string | undefined;
}

type MutableConstraint = CreateTable['constraints'][number];

interface Draft {
  columns: TableColumn[];
  likes: { path: string[]; at: Position }[];
  constraints: MutableConstraint[];
  distribution: string[];
}

export function readCreateTable(tokens: TokenStream): CreateTable {
  tokens.expectWord('CREATE');
  const orReplace = tokens.acceptWord('OR', 'REPLACE');
  tokens.expectWord('TABLE');
  const ifNotExists = tokens.acceptWord('IF', 'NOT', 'EXISTS');
  const at = tokens.position();
  const path = tokens.path();
  const draft: Draft = { columns: [], likes: [], constraints: [], distribution: [] };
  let query: Query | undefined;
  let withData = true;
  if (tokens.acceptWord('LIKE')) {
    draft.likes.push({ at: tokens.position(), path: tokens.path() });
    skipLikeOptions(tokens);
  } else if (tokens.acceptWord('AS')) {
    ({ query, withData } = readSource(tokens));
  } else {
    tokens.list(() => readItem(tokens, draft));
  }
  const comment = readComment(tokens);
  tokens.expectEnd();
  const columns = draft.columns.map((column) => ({
    ...column,
    distribution: draft.distribution.includes(column.name),
  }));
  for (const name of draft.distribution) {
    if (query === undefined && draft.likes.length === 0 && !columns.some((column) => column.name === name)) {
      throw new ExasolError('42000', `column ${name} not found in DISTRIBUTE BY`);
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

function readItem(tokens: TokenStream, draft: Draft): void {
  if (tokens.acceptWord('DISTRIBUTE', 'BY') || tokens.acceptWord('DISTRIBUTE')) {
    draft.distribution.push(tokens.name());
  } else if (tokens.acceptWord('PARTITION', 'BY')) {
    tokens.name();
  } else if (draft.distribution.length > 0 && tokens.isName() && (tokens.isSymbol(',', 1) || tokens.isSymbol(')', 1))) {
    draft.distribution.push(tokens.name());
  } else if (tokens.acceptWord('LIKE')) {
    draft.likes.push({ at: tokens.position(), path: tokens.path() });
    skipLikeOptions(tokens);
  } else if (
    tokens.isWord('CONSTRAINT') ||
    tokens.isWord('PRIMARY') ||
    tokens.isWord('FOREIGN') ||
    tokens.isWord('UNIQUE')
  ) {
    draft.constraints.push(readTableConstraint(tokens));
  } else {
    readColumn(tokens, draft);
  }
}

export function readTableConstraint(tokens: TokenStream): MutableConstraint {
  const name = tokens.acceptWord('CONSTRAINT') && tokens.isName() ? tokens.name() : undefined;
  const kind = readConstraintKind(tokens);
  const columns = tokens.list(() => tokens.name());
  if (kind === 'FOREIGN KEY') readReference(tokens);
  return { name, kind, columns, enabled: readEnabled(tokens) };
}

function readConstraintKind(tokens: TokenStream): Constraint['kind'] {
  if (tokens.acceptWord('PRIMARY', 'KEY')) return 'PRIMARY KEY';
  if (tokens.acceptWord('FOREIGN', 'KEY')) return 'FOREIGN KEY';
  throw tokens.unexpected('PRIMARY_ or FOREIGN_');
}

/** Foreign keys are stored in the catalog but not enforced. */
function readReference(tokens: TokenStream): void {
  tokens.expectWord('REFERENCES');
  tokens.path();
  if (tokens.isSymbol('(')) tokens.list(() => tokens.name());
}

function readEnabled(tokens: TokenStream): boolean {
  if (tokens.acceptWord('DISABLE')) return false;
  tokens.acceptWord('ENABLE');
  return true;
}

/** A column of CREATE TABLE or ALTER TABLE ADD, with its own constraints. */
export function readColumn(tokens: TokenStream, draft: Pick<Draft, 'columns' | 'constraints'>): void {
  const name = tokens.name();
  const dataType = readDataType(tokens);
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
      nullable = true;
    } else if (isConstraintStart(tokens)) {
      const constraint = readColumnConstraint(tokens, name);
      if (constraint.kind === 'NOT NULL' && constraint.enabled) nullable = false;
      draft.constraints.push(constraint);
    } else {
      break;
    }
  }
  draft.columns.push({ name, dataType, nullable, defaultText, identity, distribution: false, comment });
}

function isConstraintStart(tokens: TokenStream): boolean {
  return (
    tokens.isWord('CONSTRAINT') ||
    tokens.isWord('NOT', 'NULL') ||
    tokens.isWord('PRIMARY') ||
    tokens.isWord('REFERENCES')
  );
}

function readColumnConstraint(tokens: TokenStream, column: string): MutableConstraint {
  const name = tokens.acceptWord('CONSTRAINT') && tokens.isName() ? tokens.name() : undefined;
  if (tokens.acceptWord('NOT', 'NULL'))
    return { name, kind: 'NOT NULL', columns: [column], enabled: readEnabled(tokens) };
  if (tokens.acceptWord('PRIMARY', 'KEY'))
    return { name, kind: 'PRIMARY KEY', columns: [column], enabled: readEnabled(tokens) };
  readReference(tokens);
  return { name, kind: 'FOREIGN KEY', columns: [column], enabled: readEnabled(tokens) };
}

export function readComment(tokens: TokenStream): string | undefined {
  return tokens.acceptWord('COMMENT', 'IS') ? tokens.string() : undefined;
}
