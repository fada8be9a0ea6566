import { z } from 'zod';
import { ExasolError } from '../types/exasol-error.js';
import type { StatementResult } from '../types/statement-result.js';
import type { StoredScript } from '../types/stored-objects.js';
import type { Cell, Column, DataType } from '../types/values.js';
import { removeBlockComments } from './block-comments.js';
import { calculateDecimal, DecimalError } from './decimal.js';
import { bindParameters } from './parameters.js';
import type { LuaScriptCall } from './types.js';
import { luaValueSchema } from './values.js';

const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('query'),
    sql: z.string(),
    parameters: z.array(z.tuple([z.string(), luaValueSchema])),
  }),
  z.object({ kind: z.literal('import'), name: z.string() }),
  z.object({ kind: z.literal('decimal'), operator: z.string(), left: z.string(), right: z.string() }),
]);

/** Types that Exasol cannot pass to Lua, with their numbers in its error message. */
const UNREADABLE = new Map<DataType['type'], number>([['HASHTYPE', 126]]);

/** Whether values of the type are decimal userdata in Lua. DECIMAL with up to 18 digits and scale 0 is a Lua integer. */
export function isLuaDecimal(dataType: DataType): boolean {
  return dataType.type === 'DECIMAL' && (dataType.precision > 18 || dataType.scale > 0);
}

/** Converts a cell for the worker: bigints become Lua integers, numbers Lua floats. */
export function toLua(cell: Cell, dataType: DataType): Cell {
  if (cell === null) return null;
  if (isLuaDecimal(dataType)) return String(cell);
  if (dataType.type === 'DECIMAL') return BigInt(cell);
  return cell;
}

/** One running script: handles its requests, and keeps what is needed to convert its result. */
export class ScriptRun {
  /** The script, then its imported scripts. Errors refer to them by position. */
  readonly chunks: StoredScript[];
  /** Columns of each result set, for scripts that return the result of a query. */
  readonly resultColumns: (readonly Column[])[] = [];
  readonly #call: LuaScriptCall;

  constructor(call: LuaScriptCall) {
    this.#call = call;
    this.chunks = [call.script];
  }

  /** Behind the text of an error of a statement. */
  get #suffix(): string {
    const { behaviours, meta } = this.#call;
    return behaviours['pquery-suffix'] === 'session' ? ` (Session: ${meta.session_id})` : '';
  }

  async handle(request: unknown): Promise<unknown> {
    const parsed = requestSchema.parse(request);
    if (parsed.kind === 'query') return await this.#query(parsed.sql, new Map(parsed.parameters));
    if (parsed.kind === 'import') return await this.#import(parsed.name);
    try {
      return { value: calculateDecimal(parsed.operator, parsed.left, parsed.right) };
    } catch (error) {
      if (error instanceof DecimalError) return { message: error.message };
      throw error;
    }
  }

  async #query(sql: string, parameters: Parameters<typeof bindParameters>[1]): Promise<unknown> {
    let statement = sql;
    try {
      statement = bindParameters(sql, parameters);
      return this.#describeResult(statement, await this.#call.query(statement));
    } catch (error) {
      return { ...describeError(error, this.#suffix), statement_text: statement };
    }
  }

  #describeResult(statement: string, result: StatementResult): unknown {
    if (result.kind === 'rowCount') {
      const { changes, etl } = result;
      return {
        statement_text: statement,
        rows_affected: BigInt(result.rowCount),
        ...(changes && {
          rows_inserted: BigInt(changes.inserted),
          rows_updated: BigInt(changes.updated),
          rows_deleted: BigInt(changes.deleted),
        }),
        ...(etl && {
          etl_rows_read: BigInt(etl.read),
          etl_rows_written: BigInt(etl.written),
          etl_rows_with_error: BigInt(etl.withError),
        }),
      };
    }
    const { columns } = result;
    for (const { dataType } of columns) {
      const number = UNREADABLE.get(dataType.type);
      if (number !== undefined) throw new ExasolError('42000', `Can not handle type: ${number}`);
    }
    return {
      id: BigInt(this.resultColumns.push(columns) - 1),
      statement_text: statement,
      columns: columns.map(({ name }) => name),
      decimals: columns.flatMap(({ dataType }, index) => (isLuaDecimal(dataType) ? [BigInt(index + 1)] : [])),
      rows: result.rows.map((row) =>
        row.map((cell, index) => toLua(cell, columns[index]?.dataType ?? { type: 'DOUBLE' })),
      ),
    };
  }

  async #import(name: string): Promise<unknown> {
    try {
      const script = await this.#call.loadScript(name);
      if (script.definition.kind !== 'scripting') {
        throw new ExasolError('42000', `script ${name} is not a scripting program`);
      }
      const alias = /"((?:[^"]|"")*)"$|([^."]+)$/.exec(name);
      return {
        code: removeBlockComments(script.body),
        chunk: BigInt(this.chunks.push(script)),
        alias: alias?.[1]?.replaceAll('""', '"') ?? alias?.[2] ?? name,
      };
    } catch (error) {
      return describeError(error);
    }
  }
}

function describeError(error: unknown, suffix = ''): { error_message: string; error_code: string } {
  if (!(error instanceof ExasolError)) throw error;
  return { error_message: error.text + suffix, error_code: error.sqlCode };
}
