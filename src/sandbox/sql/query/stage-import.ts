import { quoteName } from '../../duckdb/identifiers.js';
import { TokenStream } from '../../tokens/token-stream.js';
import { StageWriter } from '../dml/stage-writer.js';
import type { EngineContext } from '../engine/types.js';
import { openSubqueryImport } from '../statements/import.js';
import type { FromItem } from '../syntax/ast.js';

let imports = 0;

/** Reads the files of `(IMPORT INTO (…) FROM …)` in a FROM clause into a stage, and replaces the item with the stage. */
export async function stageImport(
  item: Extract<FromItem, { kind: 'import' }>,
  context: EngineContext,
): Promise<FromItem> {
  const source = await openSubqueryImport(context.statement, new TokenStream(item.text));
  const { columns } = source;
  const types = columns.map(({ dataType }) => dataType);
  const writer = await StageWriter.open(types, context);
  await source.readRows((rows) => writer.write(rows));
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
