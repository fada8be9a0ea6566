/** One column of a table: a name and the SQL type that fits every legal value of it. */
export interface TableColumn {
  readonly name: string;
  /** As EXA_ALL_COLUMNS.COLUMN_TYPE shows it, such as `VARCHAR(128) UTF8`. */
  readonly type: string;
  /** NOT NULL in a fresh table. A column added to a table with rows is always nullable. */
  readonly required?: boolean;
}

export interface TableDefinition {
  readonly name: string;
  readonly primaryKey: string;
  readonly columns: readonly TableColumn[];
}

/** A Lua program, called by EXECUTE SCRIPT. */
export interface ScriptingDefinition {
  readonly kind: 'scripting';
  readonly name: string;
  /** File under templates/scripts that holds the signature and the slots. */
  readonly template: string;
  /** File under templates/lua/entry: the program's own part. Its modules follow from its `require` calls. */
  readonly entry: string;
}

/** A Python function, called in SELECT. */
export interface UdfDefinition {
  readonly kind: 'udf';
  readonly name: string;
  /** File under templates/scripts that holds the signature and the slots. */
  readonly template: string;
  /** File under templates/python/callers: defines `run(ctx)`. Its modules follow from its `from sme.… import` lines. */
  readonly caller: string;
}

export type ScriptDefinition = ScriptingDefinition | UdfDefinition;
