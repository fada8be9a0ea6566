import { z } from 'zod';
import { ExasolError } from '../types/exasol-error.js';
import type { StatementResult } from '../types/statement-result.js';
import type { StoredScript } from '../types/stored-objects.js';
import type { Cell, Column, DataType } from '../types/values.js';
import { calculateDecimal, DecimalError } from './decimal.js';
import { bindParameters } from './parameters.js';
import type { LuaScriptCall } from './types.js';
import { luaValueSchema } from './values.js';

const requestSchema = z.discriminatedUnion('ask', [
  z.object({
    ask: z.literal('query'),
    sql: z.string(),
    parameters: z.array(z.tuple([z.string(), luaValueSchema])),
  }),
  z.object({ ask: z.literal('import'), name: z.string() }),
  z.object({ ask: z.literal('decimal'), operator: z.string(), left: z.string(), right: z.string() }),
]);

/** Exasol's number of HASHTYPE, whose values Lua cannot take. */
const UNREADABLE = new Map<DataType['type'], number>([['HASHTYPE', 126]]);

/** Whether Lua sees the type as a decimal userdata; DECIMAL up to 18 digits without a scale is a Lua integer. */
export function isLuaDecimal(dataType: DataType): boolean {
  return dataType.type === 'DECIMAL' && (dataType.precision > 18 || dataType.scale > 0);
}

/** A cell as the worker takes it: bigints become Lua integers, numbers floats. */
export function toLua(cell: Cell, dataType: DataType): Cell {
  if (cell === null) return null;
  if (isLuaDecimal(dataType)) return String(cell);
  if (dataType.type === 'DECIMAL') return BigInt(cell);
  return cell;
}

/** One running script: answers what it asks, and remembers what its end needs. */
export class ScriptRun {
  /** The script itself, then those that it imported; errors name them by position. */
  readonly chunks: StoredScript[];
  /** Columns of each result set, for scripts that return the result of a query as it is. */
  readonly resultColumns: (readonly Column[])[] = [];
  readonly #call: LuaScriptCall;

  constructor(call: LuaScriptCall) {
    this.#call = call;
    this.chunks = [call.script];
  }

  async answer(request: unknown): Promise<unknown> {
    const asked = requestSchema.parse(request);
    if (asked.ask === 'query') return await this.#query(asked.sql, new Map(asked.parameters));
    if (asked.ask === 'import') return await this.#import(asked.name);
    try {
      return { value: calculateDecimal(asked.operator, asked.left, asked.right) };
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
      return { ...describeError(error), statement_text: statement };
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
        code: script.body,
        chunk: BigInt(this.chunks.push(script)),
        alias: alias?.[1]?.replaceAll('""', '"') ?? alias?.[2] ?? name,
      };
    } catch (error) {
      return describeError(error);
    }
  }
}

function describeError(error: unknown): { error_message: string; error_code: string } {
  if (!(error instanceof ExasolError)) throw error;
  return { error_message: error.text, error_code: error.sqlCode };
}
