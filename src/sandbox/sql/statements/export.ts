import { ExasolError, type StatementContext, type StatementResult } from '../../database/types.js';

export async function handleExport(_context: StatementContext, _sql: string): Promise<StatementResult> {
  throw new ExasolError('0A000', 'Feature not supported: EXPORT (not yet in this sandbox)');
}
