/** Texts that become numbers, dates and timestamps, in the formats of the session. */
import type { SessionFacts } from '../../catalog/session-facts.js';
import { quoteText } from '../../duckdb/identifiers.js';
import { parseFormat } from './date-format.js';

/** The decimal and the group character. */
export function numericCharacters(facts: SessionFacts): readonly [decimal: string, group: string] {
  const [decimal = '.', group = ','] = facts.parameters.get('NLS_NUMERIC_CHARACTERS') ?? '';
  return [decimal, group];
}

/** A number that DuckDB has formatted. */
export function localizeNumber(sql: string, facts: SessionFacts): string {
  const [decimal, group] = numericCharacters(facts);
  return decimal === '.' && group === ',' ? sql : `translate(${sql}, '.,', ${quoteText(decimal + group)})`;
}

/** The text as DuckDB reads numbers; a point that is not the decimal character makes it invalid. */
export function plainNumber(sql: string, facts: SessionFacts): string {
  const [decimal] = numericCharacters(facts);
  return decimal === '.' ? `trim(${sql})` : `translate(trim(${sql}), ${quoteText(`${decimal}.`)}, '.!')`;
}

export function textToNumber(sql: string, facts: SessionFacts): string {
  const [decimal] = numericCharacters(facts);
  return decimal === '.' ? `exa_number(${sql})` : `exa_localized_number(${sql}, ${quoteText(`${decimal}.`)})`;
}

export function textToDate(sql: string, facts: SessionFacts): string {
  const model = facts.parameters.get('NLS_DATE_FORMAT') ?? DATE_MODEL;
  if (model === DATE_MODEL) return `exa_date(${sql})`;
  return `CAST(exa_strptime(${sql}, ${quoteText(parseFormat(model))}) AS DATE)`;
}

/** A timestamp, which may be written as a date. */
export function textToTimestamp(sql: string, facts: SessionFacts): string {
  const model = facts.parameters.get('NLS_TIMESTAMP_FORMAT') ?? TIMESTAMP_MODEL;
  const dateModel = facts.parameters.get('NLS_DATE_FORMAT') ?? DATE_MODEL;
  if (model === TIMESTAMP_MODEL && dateModel === DATE_MODEL) return `exa_timestamp(${sql})`;
  return `exa_strptime(${sql}, [${[model, dateModel].map((item) => quoteText(parseFormat(item))).join(', ')}])`;
}

export const DATE_MODEL = 'YYYY-MM-DD';
export const TIMESTAMP_MODEL = 'YYYY-MM-DD HH24:MI:SS.FF6';
