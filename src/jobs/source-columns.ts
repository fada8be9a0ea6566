import { makeError } from '../errors/user-error.js';
import { identifier } from '../exasol/quote.js';
import type { PagingSession } from '../exasol/session.js';
import type { PredictionFunction } from '../tables/prediction-function.js';
import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';
import { toScriptError } from './script-error.js';

/** Where a prediction reads its rows. */
export interface PredictionSource {
  /** SQL text after FROM. */
  readonly sql: string;
  /** As the user typed it; undefined for a query. */
  readonly table: string | undefined;
}

/** Missing columns that an error lists. */
const maxListed = 20;

/**
 * Returns the types of the columns of a source that a prediction function takes.
 * @throws UserError E-SME-601 if the source lacks columns, or the error of Exasol
 */
export async function readSourceTypes(
  session: PagingSession,
  { endpoint, features, udf }: PredictionFunction,
  source: PredictionSource,
): Promise<ReadonlyMap<string, string>> {
  if (features.length === 0) {
    return new Map();
  }
  const needed = [...udf.keyColumns, ...features.map(({ name }) => name)];
  try {
    return await readTypes(session, needed.map(identifier).join(', '), source);
  } catch (thrown) {
    // only this failure costs a second request
    const present = await readTypes(session, '*', source).catch(() => new Map<string, string>());
    const missing = present.size === 0 ? [] : needed.filter((name) => !present.has(name));
    throw missing.length === 0
      ? toScriptError(thrown)
      : makeMissingColumnsError(missing, [...present.keys()], { endpoint, table: source.table });
  }
}

async function readTypes(
  session: PagingSession,
  list: string,
  { sql }: PredictionSource,
): Promise<ReadonlyMap<string, string>> {
  const types = new Map<string, string>();
  for await (const { columns } of session.readPages(`SELECT ${list} FROM ${sql} LIMIT 0`)) {
    for (const { name, type } of columns) {
      types.set(name, type);
    }
  }
  return types;
}

function makeMissingColumnsError(
  missing: readonly string[],
  present: readonly string[],
  { endpoint, table }: { readonly endpoint: string; readonly table: string | undefined },
): Error {
  const listed = missing.slice(0, maxListed).map((name) => `'${quoteValue(name)}'${suggestNearest(name, present)}`);
  const rest = missing.length - listed.length;
  return makeError('E-SME-601', {
    source: table === undefined ? 'The query' : `'${quoteValue(table)}'`,
    what: missing.length === 1 ? 'the column' : `${missing.length} columns`,
    columns: `${listed.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
    example: identifier(missing[0] ?? ''),
    endpoint,
  });
}
