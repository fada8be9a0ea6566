import type { ResultName } from './results.js';

/** A column of a table. Its SQL type holds every legal value. */
export interface TableColumn {
  readonly name: string;
  /** As EXA_ALL_COLUMNS.COLUMN_TYPE shows it, such as `VARCHAR(128) UTF8`. */
  readonly type: string;
  /** NOT NULL in a new table. A column added to a table with rows is always nullable. */
  readonly required?: boolean;
  /** The comment of the column in the database and its description in the reference; without a full stop. */
  readonly meaning: string;
}

export interface TableDefinition {
  readonly name: string;
  readonly primaryKey: string;
  readonly comment: string;
  readonly columns: readonly TableColumn[];
}

/** A column of the result of a script. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

/** A parameter of a script, or a key of its JSON object. */
export interface ScriptParameter {
  readonly name: string;
  /** An SQL or JSON type. It is documentation only: parameters of Lua scripts have no types in Exasol. */
  readonly type: string;
  /** The value that applies without the parameter, such as `the best candidate`; undefined for a required parameter. */
  readonly default?: string;
  readonly meaning: string;
  /** What only the reference explains, as Markdown sentences. */
  readonly details?: string;
  /** Keys of the JSON object that the parameter takes. */
  readonly keys?: readonly ScriptParameter[];
}

/** What users read about a script in a SQL client: its header and its comment. */
interface ScriptDocumentation {
  /** One sentence without a full stop, which is also the comment of the script. */
  readonly purpose: string;
  /** A page of the documentation, relative to the root of the package. */
  readonly page: string;
}

/** A Lua script, called with EXECUTE SCRIPT. */
export interface ScriptingDefinition extends ScriptDocumentation {
  readonly kind: 'scripting';
  readonly name: string;
  /** Main file of the script, in templates/lua/entry. The renderer finds its modules by its `require` calls. */
  readonly entry: string;
  readonly parameters: readonly ScriptParameter[];
  /** Arguments of the example call, as SQL. */
  readonly example: readonly string[];
  /** What the script returns, such as `one row for each candidate`. */
  readonly result: string;
  readonly resultColumns: ResultName;
  /** What the columns cannot express; a sentence. */
  readonly resultNote?: string;
}

/** A Python function, which Lua scripts and sme call in a SELECT. */
export interface UdfDefinition extends ScriptDocumentation {
  readonly kind: 'udf';
  readonly name: string;
  /** File in templates/python/callers that defines `run(ctx)`. The renderer finds its modules by its `from sme.… import` lines. */
  readonly caller: string;
  readonly signature: UdfSignature;
}

/** The variable parts of CREATE SCRIPT for a UDF: `SET SCRIPT name (inputs) output`. */
export interface UdfSignature {
  readonly rows: 'SET' | 'SCALAR';
  /** Parameters with their SQL types. */
  readonly inputs: string;
  /** The RETURNS or EMITS clause. */
  readonly output: string;
}

export type ScriptDefinition = ScriptingDefinition | UdfDefinition;
