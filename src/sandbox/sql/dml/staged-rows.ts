import { ExasolError } from '../../types/exasol-error.js';
import type { Row } from '../../types/values.js';
import type { EngineContext } from '../engine/types.js';
import { insertFrom } from './insert.js';
import { StageWriter } from './stage-writer.js';
import { openTarget } from './target.js';

/** Inserts rows into the columns of a table, all or nothing. */
export async function insertStaged(
  target: { readonly schema: string; readonly name: string },
  columns: readonly string[],
  rows: readonly Row[],
  context: EngineContext,
): Promise<void> {
  if (rows.length === 0) return;
  const table = await openTarget([target.schema, target.name], { line: 1, column: 1 }, 'INSERT', context);
  const types = columns.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new ExasolError('42000', `object ${name} not found`);
    return column.dataType;
  });
  const writer = await StageWriter.open(types, context);
  await writer.write(rows);
  await insertFrom({ sql: writer.stage.source, columns: writer.columns }, table, columns, context);
}
