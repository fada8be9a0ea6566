import type { Behaviours } from '../behaviours.js';
import type { StatementResult } from '../types/statement-result.js';
import type { StoredScript } from '../types/stored-objects.js';
import type { Cell, DataType } from '../types/values.js';

/** One argument of EXECUTE SCRIPT: a value with the type of its SQL expression, or several for ARRAY(…). */
export type LuaArgument = LuaArgumentValue | readonly LuaArgumentValue[];

export interface LuaArgumentValue {
  readonly value: Cell;
  readonly dataType: DataType;
}

/** The contents of `exa.meta`. Whole numbers become Lua integers, `null` becomes Exasol's `null`. */
interface ScriptMeta {
  readonly database_name: string;
  readonly database_version: string;
  readonly script_name: string;
  readonly script_schema: string;
  readonly script_code: string;
  readonly current_user: string;
  readonly scope_user: string;
  readonly current_schema: string | null;
  /** 19 digits, too many for a JavaScript number. */
  readonly session_id: string | bigint;
  readonly statement_id: number | bigint;
  readonly node_count: number;
}

export interface LuaScriptCall {
  /** A stored script of kind 'scripting'. */
  readonly script: StoredScript;
  /** One for each parameter of the script. */
  readonly arguments: readonly LuaArgument[];
  readonly meta: ScriptMeta;
  readonly behaviours: Behaviours;
  /** Runs a statement in the caller's transaction. Calls do not overlap. @throws ExasolError */
  readonly query: (sql: string) => Promise<StatementResult>;
  /** Finds the script of `import('[schema.]name')`. @param name as written in the call @throws ExasolError */
  readonly loadScript: (name: string) => Promise<StoredScript>;
  /** Stops the script at any point, with R0003 or the signal's reason if it is an ExasolError. */
  readonly signal?: AbortSignal;
}

export interface LuaScriptOutcome {
  readonly result: StatementResult;
  /** The lines of output(), for WITH OUTPUT. */
  readonly output: readonly string[];
}
