import { quoteName } from '../../duckdb/identifiers.js';
import { StageWriter } from '../dml/stage-writer.js';
import type { EngineContext } from '../engine/types.js';
import { importColumns, importRows } from '../statements/import.js';
import type { FromItem } from '../syntax/ast.js';

let imports = 0;

/** Reads the files of an `(IMPORT INTO (…) FROM …)` in FROM into a stage, which takes its place. */
export async function stageImport(
  item: Extract<FromItem, { kind: 'import' }>,
  context: EngineContext,
): Promise<FromItem> {
  const columns = await importColumns(context.statement, item.text);
  const types = columns.map(({ dataType }) => dataType);
  const writer = await StageWriter.open(types, context);
  await importRows(context.statement, item.text, (rows) => writer.write(rows));
  imports += 1;
  const alias = quoteName(`~import${imports}`);
  const casts = columns.map(({ name, dataType }, index) => ({
    name,
    dataType,
    sql: writer.readColumn(alias, index, dataType),
  }));
  const relation = { name: item.alias ?? '', sql: alias, schema: undefined, isTable: false, columns: casts };
  return { kind: 'staged', source: writer.stage.source, alias, relations: [relation] };
}
