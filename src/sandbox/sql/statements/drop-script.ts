import { ExasolError, type StatementContext, type StatementResult } from '../../database/types.js';

export async function handleDropScript(_context: StatementContext, _sql: string): Promise<StatementResult> {
  throw new ExasolError('0A000', 'Feature not supported: DROP SCRIPT (not yet in this sandbox)');
}
