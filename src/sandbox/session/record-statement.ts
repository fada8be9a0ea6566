import type { AuditedStatement, AuditLog } from '../catalog/audit/audit-log.js';
import { toExasolError } from '../duckdb/errors.js';
import { nameCommand } from '../sql/command-name.js';

type Facts = Pick<AuditedStatement, 'sessionId' | 'statementId' | 'mode' | 'schema' | 'sql'>;

/** Runs a statement and adds it to the audit log, whether it succeeds or fails. */
export async function recordStatement<T>(audit: AuditLog, facts: Facts, run: () => Promise<T>): Promise<T> {
  const start = new Date();
  const command = nameCommand(facts.sql);
  const add = (rowCount: number | undefined, error: AuditedStatement['error']) =>
    audit.addStatement({
      ...facts,
      commandName: command.name,
      commandClass: command.class,
      start,
      stop: new Date(),
      rowCount,
      error,
    });
  let result: T;
  try {
    result = await run();
  } catch (error) {
    const { sqlCode, text } = toExasolError(error);
    await add(undefined, { code: sqlCode, text: text.replace(/ \(Session: \d+\)$/, '') });
    throw error;
  }
  await add(countRows(result), undefined);
  return result;
}

function countRows(result: unknown): number | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  if ('rowCount' in result && typeof result.rowCount === 'number') return result.rowCount;
  return 'rows' in result && Array.isArray(result.rows) ? result.rows.length : undefined;
}
