/** One column of a table: a name and the SQL type that holds every legal value of it. */
export interface TableColumn {
  readonly name: string;
  /** As EXA_ALL_COLUMNS.COLUMN_TYPE shows it, such as `VARCHAR(128) UTF8`. */
  readonly type: string;
  /** NOT NULL in a new table. A column added to a table with rows is always nullable. */
  readonly required?: boolean;
  /** Its comment in the database and its text in the reference; no full stop. */
  readonly meaning: string;
}

export interface TableDefinition {
  readonly name: string;
  readonly primaryKey: string;
  readonly comment: string;
  readonly columns: readonly TableColumn[];
}

/** One column of the result of a script. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

/** A parameter of a script, or a key of its JSON object. */
export interface ScriptParameter {
  readonly name: string;
  /** A type of SQL or JSON, for people: Exasol's scripting parameters have no types. */
  readonly type: string;
  /** What happens without the parameter, such as `the best candidate`; undefined for a required parameter. */
  readonly default?: string;
  readonly meaning: string;
  /** Keys of the object, for a parameter that takes JSON. */
  readonly keys?: readonly ScriptParameter[];
}

/** What a person reads about a script in a SQL client: its header and its comment. */
interface ScriptDocumentation {
  /** One sentence without a full stop; the comment of the script. */
  readonly purpose: string;
  /** A page of the documentation, from the root of the package. */
  readonly page: string;
}

/** A Lua program, called by EXECUTE SCRIPT. */
export interface ScriptingDefinition extends ScriptDocumentation {
  readonly kind: 'scripting';
  readonly name: string;
  /** File under templates/lua/entry: the program's own part. Its modules follow from its `require` calls. */
  readonly entry: string;
  readonly parameters: readonly ScriptParameter[];
  /** Arguments of the example call, as SQL. */
  readonly example: readonly string[];
  /** What the script returns; see `results`. */
  readonly result: string;
}

/** A Python function, called in SELECT by the Lua programs. */
export interface UdfDefinition extends ScriptDocumentation {
  readonly kind: 'udf';
  readonly name: string;
  /** File under templates/python/callers: defines `run(ctx)`. Its modules follow from its `from sme.… import` lines. */
  readonly caller: string;
  readonly signature: UdfSignature;
}

/** The part of a UDF's header that differs: `SET SCRIPT name (inputs) output`. */
export interface UdfSignature {
  readonly rows: 'SET' | 'SCALAR';
  /** Parameters with their SQL types. */
  readonly inputs: string;
  /** RETURNS or EMITS. */
  readonly output: string;
}

export type ScriptDefinition = ScriptingDefinition | UdfDefinition;
