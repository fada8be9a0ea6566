import type { TableColumn } from '../../catalog/catalog.js';
import { requireCreateIn } from '../../catalog/privileges.js';
import { fromDuckDBType } from '../../duckdb/cells.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { TEXT } from '../compile/data-types.js';
import type { EngineContext } from '../engine/types.js';
import { compileBoundQuery } from '../query/run-query.js';
import type { Query } from '../syntax/ast.js';
import { readQuery } from '../syntax/queries.js';
import { dropTable } from './drop.js';
import { resolveTarget } from './names.js';
import { readComment } from './parse-create-table.js';

/** CREATE [OR REPLACE] [FORCE] VIEW v [(c [COMMENT IS '…'], …)] AS query [COMMENT IS '…']; FORCE accepts a query that is not valid yet. */
export async function handleCreateView(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('CREATE');
  const orReplace = tokens.acceptWord('OR', 'REPLACE');
  const force = tokens.acceptWord('FORCE');
  tokens.expectWord('VIEW');
  const ifNotExists = tokens.acceptWord('IF', 'NOT', 'EXISTS');
  const path = tokens.path();
  const named = tokens.isSymbol('(')
    ? tokens.list(() => ({ name: tokens.name(), comment: readComment(tokens) }))
    : undefined;
  tokens.expectWord('AS');
  const start = tokens.peek()?.start ?? 0;
  const query = readQuery(tokens);
  const text = tokens.sql.slice(start, tokens.offset);
  const comment = readComment(tokens);
  tokens.expectEnd();

  const target = await resolveTarget(path, context);
  await requireCreateIn(context.statement.catalog, context.facts.user, 'VIEW', target.owner);
  await context.transaction.lock(`${target.schema}.${target.name}`, context.signal);
  const existing = await context.catalog.findTable(target.schema, target.name);
  if (existing !== undefined && ifNotExists) return NO_ROWS;
  if (existing !== undefined && !orReplace) throw new ExasolError('42500', `object ${target.name} already exists`);
  const found = await columnsOf(query, context, force);
  if (named !== undefined && found.length > 0 && named.length !== found.length) {
    throw new ExasolError('42000', `number of columns does not match: expected ${found.length}, found ${named.length}`);
  }
  if (existing !== undefined) await dropTable(existing, context);
  const columns = (named ?? found).map(
    ({ name }, index): TableColumn => ({
      name,
      dataType: found[index]?.dataType ?? TEXT,
      nullable: true,
      defaultText: undefined,
      identity: false,
      distribution: false,
      partitionPosition: undefined,
      comment: named?.[index]?.comment,
    }),
  );
  const view = { text: tokens.sql.trim().replace(/;$/, ''), query: text, scope: context.facts.schema };
  await context.catalog.addTable({ ...target, kind: 'VIEW', columns, view }, comment);
  return NO_ROWS;
}

async function columnsOf(query: Query, context: EngineContext, force: boolean) {
  try {
    const compiled = await compileBoundQuery(query, { ...context, describesOnly: true });
    const probe = await context.transaction.read(`SELECT * FROM (${compiled.sql}) LIMIT 0`);
    return compiled.columns.map(({ name, dataType }, index) => ({
      name,
      dataType: dataType ?? fromDuckDBType(probe.columnType(index)),
    }));
  } catch (error) {
    if (force && error instanceof ExasolError) return [];
    throw error;
  }
}
