import { formatDataType } from '../../catalog/data-types.js';
import type { SystemTable } from '../../catalog/system-tables/types.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { Column } from '../../types/values.js';
import { findReadableSystemTable, findTable } from '../bind.js';
import { notFound } from '../compile/scope.js';
import type { EngineContext } from '../engine/types.js';

const text = (size: number): Column['dataType'] => ({ type: 'VARCHAR', size, characterSet: 'UTF8' });
const COLUMNS: readonly Column[] = [
  { name: 'COLUMN_NAME', dataType: text(128) },
  { name: 'SQL_TYPE', dataType: text(40) },
  { name: 'NULLABLE', dataType: text(5) },
  { name: 'DISTRIBUTION_KEY', dataType: text(5) },
  { name: 'PARTITION_KEY', dataType: text(5) },
];

const WITH_COMMENT: readonly Column[] = [...COLUMNS, { name: 'COLUMN_COMMENT', dataType: text(2000) }];

const booleanText = (value: boolean) => (value ? 'TRUE' : 'FALSE');

/** DESC[RIBE] [FULL] object; FULL adds the comments. */
export async function handleDescribe(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.next();
  const full = tokens.acceptWord('FULL');
  const at = tokens.position();
  const path = tokens.path();
  tokens.expectEnd();
  const table = await findTable(path.length > 1 ? path : [context.facts.schema, ...path], context);
  if (table === undefined) {
    const system = await findReadableSystemTable(path, context);
    if (system === undefined) throw notFound(path, at);
    return describeSystemTable(system, full);
  }
  const rows = table.columns.map((column) => [
    column.name,
    formatDataType(column.dataType),
    table.kind === 'VIEW' ? null : booleanText(column.nullable),
    booleanText(column.distribution),
    booleanText(column.partitionPosition !== undefined),
    ...(full ? [column.comment ?? null] : []),
  ]);
  return { kind: 'resultSet', columns: full ? WITH_COMMENT : COLUMNS, rows };
}

/** System tables are views. */
function describeSystemTable(table: SystemTable, full: boolean): StatementResult {
  const rows = table.columns.map(({ name, dataType }) => {
    const row = [name, formatDataType(dataType), null, booleanText(false), booleanText(false)];
    return full ? [...row, null] : row;
  });
  return { kind: 'resultSet', columns: full ? WITH_COMMENT : COLUMNS, rows };
}
