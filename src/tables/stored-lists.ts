/** Readers for lists in text columns of the tables. */

/** Reads a JSON array of names, or names joined with semicolons, as in rows of the Python extension. An empty text is an empty list. */
export function readNames(text: string): readonly string[] {
  if (text === '') {
    return [];
  }
  return text.startsWith('[') ? parseList(text).map(String) : text.split(';');
}

/** The names of an endpoint's key columns, from PREDICTION_SETTINGS: `{"key_columns":[["ID","DECIMAL(18,0)"]], …}`. */
export function readKeyColumns(settings: string): readonly string[] {
  const parsed = parse(settings);
  const keys = typeof parsed === 'object' && parsed !== null && 'key_columns' in parsed ? parsed.key_columns : [];
  return (Array.isArray(keys) ? keys : []).map((key: unknown) => String(Array.isArray(key) ? key[0] : key));
}

/** Reads a JSON array; any other text is an empty list. */
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
