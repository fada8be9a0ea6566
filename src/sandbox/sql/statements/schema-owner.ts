import { ExasolError } from '../../types/exasol-error.js';
import type { StatementContext } from '../statement-context.js';

/** The owner of a schema. @throws ExasolError `schema X not found` */
export async function findSchemaOwner(context: StatementContext, schema: string): Promise<string> {
  const [[owner] = []] = await context.catalog.run('SELECT owner FROM exa.schemas WHERE name = $1', [schema]);
  if (typeof owner !== 'string') throw new ExasolError('42000', `schema ${schema} not found`);
  return owner;
}
