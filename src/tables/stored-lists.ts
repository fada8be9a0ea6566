/** Readers for lists in text columns of the tables. */

/** Reads a JSON array of names, or names joined with semicolons, as in rows of the Python extension. An empty text is an empty list. */
export function readNames(text: string): readonly string[] {
  if (text === '') {
    return [];
  }
  return text.startsWith('[') ? parseList(text).map(String) : text.split(';');
}

/** What the column PREDICTION_SETTINGS contains. */
export interface PredictionSettings {
  /** Columns that the functions return next to the prediction and do not send to the model. */
  readonly keyColumns: readonly string[];
  /** Whether the endpoint has the functions that take CSV lines. Those of earlier versions do not. */
  readonly hasCsvFunctions: boolean;
  readonly parallelRequests: number;
}

const defaultParallelRequests = 4;

/** Reads `{"key_columns":[["ID","DECIMAL(18,0)"]],"parallel_requests":4,"functions":["CSV","TRY"], …}`. */
export function readPredictionSettings(settings: string): PredictionSettings {
  const parsed = parse(settings);
  const members: Readonly<Record<string, unknown>> = typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  const { key_columns: keys, functions, parallel_requests: requests } = members;
  return {
    keyColumns: (Array.isArray(keys) ? keys : []).map((key: unknown) => String(Array.isArray(key) ? key[0] : key)),
    hasCsvFunctions: Array.isArray(functions) && functions.includes('CSV') && functions.includes('TRY'),
    parallelRequests: typeof requests === 'number' && requests >= 1 ? requests : defaultParallelRequests,
  };
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
