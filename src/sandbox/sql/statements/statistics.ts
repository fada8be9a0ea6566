import { findEffectiveGrantees } from '../../catalog/privileges.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { StatementContext } from '../statement-context.js';

/** FLUSH STATISTICS [TASKS]: transactions that start later see everything so far in the statistical system tables. */
export async function handleFlush(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('FLUSH', 'STATISTICS');
  tokens.acceptWord('TASKS');
  tokens.expectEnd();
  await context.audit.flush();
  return NO_ROWS;
}

/** TRUNCATE AUDIT LOGS [KEEP {LAST {DAY | MONTH | YEAR} | FROM time}] */
export async function handleTruncateAuditLogs(
  context: StatementContext,
  tokens: TokenStream,
): Promise<StatementResult> {
  tokens.expectWord('TRUNCATE', 'AUDIT', 'LOGS');
  const time = readKeptFrom(tokens);
  const { catalog, session } = context;
  if (!(await findEffectiveGrantees(catalog, session.user)).has('DBA')) {
    throw new ExasolError('42500', 'insufficient privileges for truncating audit logs');
  }
  await context.audit.truncate(time === undefined ? undefined : await evaluate(time, context));
  return NO_ROWS;
}

/** The time as an expression; undefined to keep nothing. */
function readKeptFrom(tokens: TokenStream): string | undefined {
  if (!tokens.acceptWord('KEEP')) {
    tokens.expectEnd();
    return undefined;
  }
  if (tokens.acceptWord('FROM')) {
    const text = tokens.sql.slice(tokens.offset).replace(/;\s*$/, '');
    if (text.trim() === '') throw tokens.unexpected();
    return text;
  }
  tokens.expectWord('LAST');
  const unit = tokens.acceptAnyWord('DAY', 'MONTH', 'YEAR') ?? tokens.fail('DAY_');
  tokens.expectEnd();
  return `ADD_${unit}S(SYSTIMESTAMP, -1)`;
}

async function evaluate(time: string, context: StatementContext): Promise<string> {
  const result = await context.query(`SELECT TO_CHAR(CAST(${time} AS TIMESTAMP), 'YYYY-MM-DD HH24:MI:SS.FF3')`);
  const value = result.kind === 'resultSet' ? result.rows[0]?.[0] : undefined;
  if (typeof value !== 'string') throw new ExasolError('22000', 'data exception - KEEP FROM requires a time');
  return value;
}
