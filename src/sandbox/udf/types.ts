import type { ForkServerAddress } from '../types/fork-server-address.js';
import type { ConnectionObject, ScriptColumn, StoredScript } from '../types/stored-objects.js';
import type { Row } from '../types/values.js';

/** The members of `exa.meta` that depend on the session and the call, not on the script or its process. */
interface UdfMeta {
  readonly database_name: string;
  readonly database_version: string;
  readonly script_name: string;
  readonly script_schema: string;
  readonly current_user: string;
  readonly scope_user: string;
  /** The text `NULL` if no schema is open. */
  readonly current_schema: string;
  readonly session_id: string | bigint;
  readonly statement_id: number;
  readonly node_count: number;
}

/** What a running UDF can request from the database. */
export interface UdfHost {
  /** Resolves to `undefined` if the connection does not exist. Rejects with an ExasolError if the privilege is missing. */
  readonly findConnection: (name: string) => Promise<ConnectionObject | undefined>;
  /** Finds the script of `exa.import_script('[schema.]name')`. The name is the argument of the call. Throws ExasolError. */
  readonly importScript: (name: string) => Promise<StoredScript>;
}

/** Consecutive rows of one group. For a SCALAR script, which has no groups, a group is any set of rows for the same process. */
export interface UdfRows {
  readonly group: number;
  readonly rows: readonly Row[];
}

/** Describes a script and the environment of its Python processes. */
export interface UdfProcessOptions {
  /** A stored script of kind 'udf'. */
  readonly script: StoredScript;
  /** Path of the Python interpreter, >= 3.8. */
  readonly interpreter: string;
  /** The parameters. If the signature is `(...)`, their names are `0`, `1`, …, and their types are those of the arguments. */
  readonly inputColumns: readonly ScriptColumn[];
  /** The output columns. For RETURNS, a single column with any name. */
  readonly outputColumns: readonly ScriptColumn[];
  readonly meta: UdfMeta;
  readonly host: UdfHost;
  /** Variables in addition to PATH, HOME, LANG and TMPDIR. The process inherits no others. */
  readonly env: Readonly<Record<string, string>>;
  /** Kills the processes. The call fails with the signal's reason if that is an ExasolError, otherwise with R0003. */
  readonly signal?: AbortSignal;
  /** Forks the processes if it has the same interpreter. Otherwise, each process is a new interpreter. */
  readonly forkServer?: ForkServerAddress;
  /** Called for each line that the UDF prints. Without it, the output is discarded. */
  readonly onPrint?: (line: string) => void;
}

export interface UdfCall extends UdfProcessOptions {
  /** The chunks of a group are consecutive. A group without rows is a chunk without rows. */
  readonly input: AsyncIterable<UdfRows>;
  /**
   * Called with rows in the order in which their group emits them. The next call follows when the promise resolves.
   * A SCALAR script with RETURNS has exactly one row with one cell for each input row, in the order of the input.
   */
  readonly onOutput: (output: UdfRows) => Promise<void>;
  /** Maximum number of parallel Python processes, 1 by default. Each group stays in one process. */
  readonly vms?: number;
}
