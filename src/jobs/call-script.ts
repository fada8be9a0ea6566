import { identifier, literal } from '../exasol/quote.js';
import type { Session, SqlValue } from '../exasol/session.js';
import { explainScriptError } from './script-error.js';

/** A row of a script's answer, by column. */
export type Row = Readonly<Record<string, SqlValue>>;

/** What a script takes: texts, and NULL for what it is to find out by itself. */
export type ScriptArgument = string | null;

/** A call as SQL text. */
export function writeCall(schema: string, script: string, values: readonly ScriptArgument[]): string {
  const list = values.map((value) => (value === null ? 'NULL' : literal(value))).join(', ');
  return `EXECUTE SCRIPT ${identifier(schema)}.${identifier(script)}(${list})`;
}

/** Calls a script and answers its rows. @throws UserError with the code and the words of the script */
export async function callScript(
  session: Session,
  schema: string,
  script: string,
  values: readonly ScriptArgument[],
): Promise<readonly Row[]> {
  return await queryRows(session, writeCall(schema, script, values));
}

/** Runs a statement and answers its rows, each by column. @throws as `callScript` */
export async function queryRows(session: Session, sql: string): Promise<readonly Row[]> {
  try {
    const { columns, rows } = await session.query(sql);
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  } catch (thrown) {
    throw explainScriptError(thrown);
  }
}

/** A cell as text, or undefined for NULL. */
export function readText(value: SqlValue | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

/** A cell as number, or undefined for NULL and for what is none; decimals with a scale come as text. */
export function readNumber(value: SqlValue | undefined): number | undefined {
  const text = readText(value);
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}
