import { ExasolError, type StatementContext, type StatementResult } from '../../database/types.js';

export async function handleGrant(_context: StatementContext, _sql: string): Promise<StatementResult> {
  throw new ExasolError('0A000', 'Feature not supported: GRANT (not yet in this sandbox)');
}
