import type { Position, TokenStream } from '../../tokens/token-stream.js';
import { sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { notFound } from '../compile/scope.js';
import type { EngineContext } from '../engine/types.js';

/** COMMENT ON {SCHEMA | TABLE … [(c IS '…', …)] | COLUMN | VIEW | SCRIPT | CONNECTION} … IS '…'; comments on users, roles and functions are a gap. */
export async function handleComment(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('COMMENT', 'ON');
  const kind = ['SCHEMA', 'TABLE', 'VIEW', 'COLUMN', 'SCRIPT', 'CONNECTION', 'USER', 'ROLE', 'FUNCTION'].find((word) =>
    tokens.acceptWord(word),
  );
  const at = tokens.position();
  const path = tokens.path();
  const comment = tokens.acceptWord('IS') ? readText(tokens) : undefined;
  const columns = tokens.isSymbol('(') ? tokens.list(() => readColumnComment(tokens)) : [];
  tokens.expectEnd();
  switch (kind) {
    case 'SCHEMA':
      await update(context, 'exa.schemas', 'name = $2', comment, [path[0] ?? ''], path, at);
      break;
    case 'CONNECTION':
      await update(context, 'exa.connections', 'name = $2', comment, [path[0] ?? ''], path, at);
      break;
    case 'SCRIPT': {
      const { schema, name } = context.statement.resolveName(path);
      await update(context, 'exa.scripts', 'schema_name = $2 AND script_name = $3', comment, [schema, name], path, at);
      break;
    }
    case 'COLUMN': {
      const { schema, name } = context.statement.resolveName(path.slice(0, -1));
      await commentColumn(context, schema, name, path.at(-1) ?? '', comment, path, at);
      break;
    }
    case undefined:
    case 'TABLE':
    case 'VIEW': {
      const { schema, name } = context.statement.resolveName(path);
      const condition = 'schema_name = $2 AND table_name = $3';
      if (comment !== undefined) await update(context, 'exa.tables', condition, comment, [schema, name], path, at);
      for (const column of columns)
        await commentColumn(context, schema, name, column.name, column.comment, [column.name], at);
      break;
    }
    default:
      throw sandboxGap(`COMMENT ON ${kind}`);
  }
  return NO_ROWS;
}

function readColumnComment(tokens: TokenStream): { name: string; comment: string } {
  const name = tokens.name();
  tokens.expectWord('IS');
  return { name, comment: readText(tokens) };
}

/** NULL removes the comment, as an empty text does. */
function readText(tokens: TokenStream): string {
  return tokens.acceptWord('NULL') ? '' : tokens.string();
}

async function commentColumn(
  context: EngineContext,
  schema: string,
  table: string,
  column: string,
  comment: string | undefined,
  path: readonly string[],
  at: Position,
): Promise<void> {
  const condition = 'schema_name = $2 AND table_name = $3 AND column_name = $4';
  await update(context, 'exa.columns', condition, comment, [schema, table, column], path, at);
}

/** An empty comment removes the existing one. */
async function update(
  context: EngineContext,
  table: string,
  condition: string,
  comment: string | undefined,
  values: readonly string[],
  path: readonly string[],
  at: Position,
): Promise<void> {
  const text = comment === undefined || comment === '' ? null : comment;
  const [row] = await context.transaction.rows(
    `SELECT 1 FROM ${table} WHERE ${condition} AND coalesce($1, '') IS NOT NULL`,
    [text, ...values],
  );
  if (row === undefined) throw notFound(path, at);
  await context.transaction.change(`UPDATE ${table} SET comment = $1 WHERE ${condition}`, [text, ...values]);
}
