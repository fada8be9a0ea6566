import { ExasolError, type StatementContext, type StatementResult } from '../../database/types.js';

export async function handleImport(_context: StatementContext, _sql: string): Promise<StatementResult> {
  throw new ExasolError('0A000', 'Feature not supported: IMPORT (not yet in this sandbox)');
}
