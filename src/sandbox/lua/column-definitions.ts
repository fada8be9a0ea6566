import { readDataType } from '../catalog/data-types.js';
import { TokenStream } from '../tokens/token-stream.js';
import type { Column } from '../types/values.js';

/**
 * Reads the column definitions of a script, such as `"job_name VARCHAR(100), N DECIMAL(18,0)"`. Names without quotes are folded to upper case.
 * @throws ExasolError 42000 if the text is not a list of column definitions
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
