import { identifier } from '../exasol/quote.js';
import { csvExpressions } from '../scripts/facts.js';
import type { TrainedColumn } from './job-table.js';

/**
 * The CSV line of a row as an SQL expression, with the expressions of the training export. templates/lua/sme/csv_line.lua writes the same
 * text; test/integration/csv-lines.test.ts compares them.
 */

/** Replaces the decimal character of sessions that use a comma, and changes nothing in other sessions. */
const decimalCharacter = ',';

/** What determines the expression of a type. The first pattern that matches wins. */
const kinds = [
  [/^BOOLEAN/i, 'boolean'],
  [/^DATE/i, 'date'],
  [/^TIMESTAMP.*LOCAL TIME ZONE/i, 'localTimestamp'],
  [/^TIMESTAMP/i, 'timestamp'],
  [/^DECIMAL.*,\s*0\)/i, 'integer'],
  [/^DECIMAL/i, 'decimal'],
  [/^DOUBLE/i, 'double'],
  [/^CHAR/i, 'char'],
  [/^VARCHAR/i, 'varchar'],
] as const;

type Kind = (typeof kinds)[number][1];

/** The kind of a type; undefined for a type that cannot be used for training. */
export function findKind(type: string): Kind | undefined {
  return kinds.find(([pattern]) => pattern.test(type))?.[1];
}

/** A column as SQL, and the type that it has. */
interface ConvertedColumn {
  readonly sql: string;
  readonly type: string;
}

/** Types of the columns of a source by name; a column can be missing. */
export type SourceTypes = ReadonlyMap<string, string>;

/**
 * Writes the CSV line of the inputs of a model, in the order of the training.
 * @param indent before each line but the first
 */
export function writeCsvLine(columns: readonly TrainedColumn[], types: SourceTypes, indent: string): string {
  const cells = columns.map((column) => writeCell(convert(column, types.get(column.name))));
  const isQuoted = (at: number) => cells[at]?.isQuoted === true;
  const lines = cells.map(({ sql }, at) => {
    const opening = at === 0 && isQuoted(0) ? `'"' || ` : '';
    const separator = at < cells.length - 1 ? ',' : '';
    const literal = `${isQuoted(at) ? '"' : ''}${separator}${isQuoted(at + 1) ? '"' : ''}`;
    return `${opening}${sql}${literal === '' ? '' : ` || '${literal}'`}`;
  });
  const text = lines.join(` ||\n${indent}`);
  const [only] = columns.length === 1 ? columns : [];
  // one number alone would not be a text
  return only !== undefined && findKind(only.type ?? '') === 'integer' ? `CAST(${text} AS VARCHAR(100))` : text;
}

function writeCell({ sql, type }: ConvertedColumn): { readonly sql: string; readonly isQuoted: boolean } {
  const kind = findKind(type) ?? 'varchar';
  if (kind === 'char' || kind === 'varchar') {
    const text = kind === 'char' ? fill('char', sql) : sql;
    return { sql: `REPLACE(${text}, '"', '""')`, isQuoted: true };
  }
  return { sql: writeValue(kind, sql), isQuoted: false };
}

function writeValue(kind: Exclude<Kind, 'char' | 'varchar'>, sql: string): string {
  switch (kind) {
    case 'integer':
      return sql;
    case 'double':
      return fill('number', sql);
    case 'decimal':
      return fill('fraction', fill('number', sql));
    default:
      return fill(kind, sql);
  }
}

function fill(name: keyof typeof csvExpressions, sql: string): string {
  return csvExpressions[name].replace(/[@#]/g, (slot) => (slot === '@' ? sql : decimalCharacter));
}

/**
 * A prediction function converts its arguments to the types of the training. In a CSV line, a cast does that for a column of another type.
 */
function convert({ name, type = 'VARCHAR(2000000) UTF8' }: TrainedColumn, sourceType = ''): ConvertedColumn {
  const sql = identifier(name);
  const [kind, sourceKind] = [findKind(type), findKind(sourceType)];
  if (sourceKind === undefined) {
    return { sql, type };
  }
  const isWrittenAsUtc = kind === 'localTimestamp' && sourceKind !== kind;
  const target = isWrittenAsUtc ? 'TIMESTAMP' : type;
  const targetKind = findKind(target);
  const isSame = targetKind === sourceKind && (targetKind !== 'decimal' || findScale(target) === findScale(sourceType));
  const cast = isSame ? undefined : findCastType(target);
  return { sql: cast === undefined ? sql : `CAST(${sql} AS ${cast})`, type: target };
}

const findScale = (type: string) => /,\s*(\d+)\)/.exec(type)?.[1];

/** The type as a CAST takes it; undefined for texts, which need no cast. */
function findCastType(type: string): string | undefined {
  const plain = { boolean: 'BOOLEAN', date: 'DATE', timestamp: 'TIMESTAMP', double: 'DOUBLE' };
  const kind = findKind(type);
  return kind !== undefined && kind in plain
    ? plain[kind as keyof typeof plain]
    : /^DECIMAL\(\d+,\s*\d+\)/.exec(type.toUpperCase())?.[0];
}
