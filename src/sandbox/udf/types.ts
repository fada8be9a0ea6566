import type { ForkServerAddress } from '../types/fork-server-address.js';
import type { ConnectionObject, ScriptColumn, StoredScript } from '../types/stored-objects.js';
import type { Row } from '../types/values.js';

/** What a UDF reads as `exa.meta`, apart from what the script itself and its process say. */
interface UdfMeta {
  readonly database_name: string;
  readonly database_version: string;
  readonly script_name: string;
  readonly script_schema: string;
  readonly current_user: string;
  readonly scope_user: string;
  /** The text `NULL` where no schema is open. */
  readonly current_schema: string;
  readonly session_id: string | bigint;
  readonly statement_id: number;
  readonly node_count: number;
}

/** What a UDF may ask the database while it runs. */
export interface UdfHost {
  /** `undefined` becomes `connection FOO does not exist`; an ExasolError thrown (no privilege) is shown to the UDF. */
  readonly findConnection: (name: string) => Promise<ConnectionObject | undefined>;
  /** Finds the script that `exa.import_script('[schema.]name')` names, spelt as in the call; throws ExasolError. */
  readonly importScript: (name: string) => Promise<StoredScript>;
}

/** Consecutive rows of one group. SCALAR scripts know no groups: there a group is whatever part of the rows shall stay together. */
export interface UdfRows {
  readonly group: number;
  readonly rows: readonly Row[];
}

/** What starts a Python process for a script. */
export interface UdfProcessOptions {
  /** A stored script of kind 'udf'. */
  readonly script: StoredScript;
  /** Path of the Python interpreter, >= 3.8. */
  readonly interpreter: string;
  /** The resolved parameters: `0`, `1`, … with their types where the signature says (...). */
  readonly inputColumns: readonly ScriptColumn[];
  /** The resolved output: one column, whatever its name, for RETURNS. */
  readonly outputColumns: readonly ScriptColumn[];
  readonly meta: UdfMeta;
  readonly host: UdfHost;
  /** Added to a minimal environment (PATH, HOME, LANG, TMPDIR); nothing else of the caller's own is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** Kills the processes; the call fails with R0003 (or with the ExasolError given as the signal's reason). */
  readonly signal?: AbortSignal;
  /** Forks processes of its interpreter; without it every process is a new interpreter. */
  readonly forkServer?: ForkServerAddress;
  /** What the UDF prints, line by line; dropped where absent. */
  readonly onPrint?: (line: string) => void;
}

export interface UdfCall extends UdfProcessOptions {
  /** Chunks of one group arrive one after another. A chunk without rows makes a group without rows. */
  readonly input: AsyncIterable<UdfRows>;
  /**
   * Takes rows in the order of emission within a group; never called twice at once; nothing more is read before it resolves.
   * RETURNS of a SCALAR script: exactly one row of one cell for each input row, in the order of the group's input.
   */
  readonly onOutput: (output: UdfRows) => Promise<void>;
  /** Python processes side by side (1 unless told); groups are spread over them, one group stays in one process. */
  readonly vms?: number;
}
