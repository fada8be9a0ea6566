import type { Column } from '../database/types.js';
import { expectDataType } from '../sql/statements/data-type.js';
import { StatementCursor } from '../sql/statements/statement-cursor.js';

/**
 * Reads column definitions as scripts write them: `"job_name VARCHAR(100), N DECIMAL(18,0)"`; names without quotes fold to upper case.
 * @throws ExasolError 42000 where the text is no such list
 */
export function readColumnDefinitions(text: string): readonly Column[] {
  const cursor = new StatementCursor(text);
  const columns: Column[] = [];
  do {
    columns.push({ name: cursor.expectName(), dataType: expectDataType(cursor) });
  } while (cursor.trySymbol(','));
  if (cursor.peek() !== undefined) cursor.fail();
  return columns;
}
