import { ExasolError, type StatementContext } from '../../database/types.js';
import { quoteLiteral } from './quote.js';

/** Who owns the schema. @throws ExasolError `schema X not found` */
export async function findSchemaOwner(context: StatementContext, schema: string): Promise<string> {
  const sql = `SELECT SCHEMA_OWNER FROM SYS.EXA_ALL_SCHEMAS WHERE SCHEMA_NAME = ${quoteLiteral(schema)}`;
  const result = await context.query(sql);
  const owner = result.kind === 'resultSet' ? result.rows[0]?.[0] : undefined;
  if (typeof owner !== 'string') throw new ExasolError('42000', `schema ${schema} not found`);
  return owner;
}
