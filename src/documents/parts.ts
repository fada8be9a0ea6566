import { z } from 'zod';
import type { ResultColumn } from '../scripts/types.js';

/** A time in UTC, to the second, as `formatMoment` writes it. */
export const moment = z.iso.datetime({ precision: 0 }).describe('Time in UTC, such as 2026-11-22T22:10:05Z');

/** The JSON type of a column of a result: all of them can be NULL. */
type CellSchema<Type extends string> = Type extends 'DOUBLE' | `DECIMAL${string}`
  ? z.ZodNullable<z.ZodNumber>
  : Type extends 'BOOLEAN'
    ? z.ZodNullable<z.ZodBoolean>
    : z.ZodNullable<z.ZodString>;

type RowShape<Columns extends readonly ResultColumn[]> = {
  [Column in Columns[number] as Lowercase<Column['name']>]: CellSchema<Column['type']>;
};

/** The keys of a row that a script returns: the columns of its result in lower case. */
export function describeRow<const Columns extends readonly ResultColumn[]>(columns: Columns): RowShape<Columns> {
  return Object.fromEntries(
    columns.map(({ name, type, meaning }) => [name.toLowerCase(), describeCell(type).nullable().describe(meaning)]),
  ) as RowShape<Columns>;
}

function describeCell(type: string): z.ZodType {
  if (type === 'DOUBLE' || type.startsWith('DECIMAL')) {
    return z.number();
  }
  return type === 'BOOLEAN' ? z.boolean() : z.string();
}

/** Describes a key that has a second, consistent name since 0.2.0. */
export function formerNameOf<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  return schema.describe(`Same as ${name}; kept for programs that were written for 0.1.0`);
}

/** The exact name of a schema of Exasol. */
export const schemaName = z.string().describe('Schema of the scripts, exactly as Exasol stores its name');

/** What --dry-run prints for a command that calls one script or runs one query. */
export const statement = z
  .strictObject({
    dry_run: z.literal(true),
    parameters: z.record(z.string(), z.unknown()).nullable().describe('Parameters of the script as JSON'),
    sql: z.string().describe('The statement that the command would run'),
  })
  .describe('With --dry-run');

/** A check of `sme doctor` or `sme connection test`. */
export const check = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warn', 'fail', 'skipped']),
  text: z.string().describe('What was found'),
  mitigation: z.string().nullable().describe('How to fix it'),
  mend: formerNameOf('mitigation', z.string().nullable()),
  seconds: z.number().nullable().describe('Duration of the check; null if it was not measured'),
});

/** A value of a cell in a result. */
export const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
