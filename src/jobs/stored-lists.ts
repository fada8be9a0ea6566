/** Lists as they stand in cells of our tables. */

/** A JSON list, or, in rows of the earlier extension, names joined by semicolons; empty for an empty cell. */
export function readNames(text: string): readonly string[] {
  if (text === '') {
    return [];
  }
  return text.startsWith('[') ? parseList(text).map(String) : text.split(';');
}

/** Names of an endpoint's key columns, from its PREDICTION_SETTINGS: `{"key_columns":[["ID","DECIMAL(18,0)"]], …}`. */
export function readKeyColumns(settings: string): readonly string[] {
  const parsed = parse(settings);
  const keys = typeof parsed === 'object' && parsed !== null && 'key_columns' in parsed ? parsed.key_columns : [];
  return (Array.isArray(keys) ? keys : []).map((key: unknown) => String(Array.isArray(key) ? key[0] : key));
}

/** The list in a cell; empty for what is none. */
export function parseList(text: string): readonly unknown[] {
  const parsed = parse(text);
  return Array.isArray(parsed) ? parsed : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
