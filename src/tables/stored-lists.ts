/** Readers for the lists that the tables keep in text columns. */

/** A JSON list of names. Rows of the Python extension join names with semicolons instead. An empty cell is an empty list. */
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

/** A JSON list; empty if the text is anything else. */
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
