import { readDataType } from '../catalog/data-types.js';
import { TokenStream } from '../tokens/token-stream.js';
import type { Column } from '../types/values.js';

/**
 * Reads column definitions as scripts write them: `"job_name VARCHAR(100), N DECIMAL(18,0)"`; names without quotes fold to upper case.
 * @throws ExasolError 42000 where the text is no such list
 */
export function readColumnDefinitions(text: string): readonly Column[] {
  const tokens = new TokenStream(text);
  const columns: Column[] = [];
  do {
    columns.push({ name: tokens.name(), dataType: readDataType(tokens) });
  } while (tokens.acceptSymbol(','));
  tokens.expectEnd();
  return columns;
}
