import type { StatementResult } from '../types/statement-result.js';
import type { StoredScript } from '../types/stored-objects.js';
import type { Cell, DataType } from '../types/values.js';

/** One argument of EXECUTE SCRIPT: a value with the type of its SQL expression, or several for ARRAY(…). */
export type LuaArgument = LuaArgumentValue | readonly LuaArgumentValue[];

export interface LuaArgumentValue {
  readonly value: Cell;
  readonly dataType: DataType;
}

/** What a script reads as `exa.meta`. Text stays text, whole numbers become Lua integers, `null` Exasol's `null`. */
interface ScriptMeta {
  readonly database_name: string;
  readonly database_version: string;
  readonly script_name: string;
  readonly script_schema: string;
  readonly script_code: string;
  readonly current_user: string;
  readonly scope_user: string;
  /** The text `NULL` where no schema is open. */
  readonly current_schema: string;
  /** 19 digits: as text or bigint, never a number. */
  readonly session_id: string | bigint;
  readonly statement_id: number | bigint;
  readonly node_count: number;
}

export interface LuaScriptCall {
  /** A stored script of kind 'scripting'. */
  readonly script: StoredScript;
  /** As many as the script has parameters. */
  readonly arguments: readonly LuaArgument[];
  readonly meta: ScriptMeta;
  /** Runs a statement in the caller's transaction; throws ExasolError. Never called twice at once. */
  readonly query: (sql: string) => Promise<StatementResult>;
  /** Finds the script that `import('[schema.]name')` names, spelt as in the call; throws ExasolError. */
  readonly loadScript: (name: string) => Promise<StoredScript>;
  /** Stops the script, wherever it is, with R0003 (or with the ExasolError given as the signal's reason). */
  readonly signal?: AbortSignal;
}

export interface LuaScriptOutcome {
  readonly result: StatementResult;
  /** The lines of output(), for WITH OUTPUT. */
  readonly output: readonly string[];
}
