import type { DataType } from './values.js';

/** A stored CONNECTION object; `undefined` for a clause that was omitted. */
export interface ConnectionObject {
  readonly name: string;
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** EXPORT and IMPORT use it; UDFs cannot read it. */
  readonly sessionToken?: string | undefined;
}

export interface ScriptColumn {
  /** As written in CREATE SCRIPT, without case folding. */
  readonly name: string;
  readonly dataType: DataType;
  /** True if the name was written in double quotes; only then does SQL keep its case. */
  readonly isQuoted?: boolean;
}

/** A stored script. `text` is EXA_ALL_SCRIPTS.SCRIPT_TEXT (header rendered again, without the schema); `body` is the code that runs. */
export interface StoredScript {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly text: string;
  readonly body: string;
  /** LUA, or the language alias of a UDF. */
  readonly language: string;
  readonly definition:
    | {
        readonly kind: 'scripting';
        readonly parameters: readonly { readonly name: string; readonly isArray: boolean }[];
        readonly returns: 'TABLE' | 'ROWCOUNT';
      }
    | {
        readonly kind: 'udf';
        readonly input: 'SCALAR' | 'SET';
        /** 'dynamic' = `(...)` */
        readonly inputColumns: readonly ScriptColumn[] | 'dynamic';
        /** ORDER BY in the signature of a SET script, as written; '' if absent. */
        readonly inputOrder: string;
        readonly output:
          | { readonly kind: 'RETURNS'; readonly dataType: DataType }
          | { readonly kind: 'EMITS'; readonly columns: readonly ScriptColumn[] | 'dynamic' };
      };
}

/**
 * Scripts and CONNECTION objects. They are rows of the same DuckDB database, read on the session's own connection, so COMMIT and ROLLBACK
 * cover them as in Exasol. Names are exact (already folded).
 */
export interface ObjectStore {
  findScript(schema: string, name: string): Promise<StoredScript | undefined>;
  putScript(script: StoredScript): Promise<void>;
  dropScript(schema: string, name: string): Promise<void>;
  /** Looks up a connection for a UDF or an AT clause: the exact name first, then the upper-case name, as Exasol does. */
  findConnection(name: string): Promise<ConnectionObject | undefined>;
  putConnection(connection: ConnectionObject): Promise<void>;
  dropConnection(name: string): Promise<void>;
}
