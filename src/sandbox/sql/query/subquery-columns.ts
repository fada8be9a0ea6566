import { ExasolError } from '../../types/exasol-error.js';
import type { Expression, Query, QueryBody, SelectItem } from '../syntax/ast.js';

/** @throws ExasolError 42000 if an expression in the select list of a subquery in FROM has no alias */
export function requireNamedColumns(query: Query): void {
  const items = findItems(query.body);
  if (items.length === 1 && isScriptCall(items[0]?.expression)) return;
  const unnamed = items.findIndex((item) => !hasName(item));
  if (unnamed < 0) return;
  throw new ExasolError(
    '42000',
    `column ${unnamed + 1} of the subquery has no name: give the expression an alias. The behaviour subquery-columns=accept of the sandbox accepts it.`,
  );
}

/** The columns of a query are named by its first SELECT. */
function findItems(body: QueryBody): readonly SelectItem[] {
  switch (body.kind) {
    case 'select':
      return body.items;
    case 'set':
      return findItems(body.left);
    case 'nested':
      return findItems(body.query.body);
    case 'values':
      return [];
  }
}

const hasName = ({ expression, alias }: SelectItem): boolean =>
  alias !== undefined || expression.kind === 'column' || expression.kind === 'star';

/** The output columns of a script have names of their own. Functions of the database have no schema. */
const isScriptCall = (expression: Expression | undefined): boolean =>
  expression?.kind === 'call' && (expression.path.length > 1 || expression.emits !== undefined);
