import type { Behaviours } from './behaviours.js';
import type { SandboxLog } from './log.js';
import type { ScriptStatements } from './script-statements.js';
import type { ClientFiles } from './types/client-files.js';
import type { ForkServerAddress } from './types/fork-server-address.js';

/** Services of the sandbox that statements use. `startSandbox` creates them once. */
export interface SandboxServices {
  /** Number of nodes that NPROC() returns. */
  readonly nodes: number;
  /** Endpoint of AWS calls: the sandbox's own server, or the option `awsEndpointUrl`. */
  readonly awsEndpointUrl: string;
  /** Files on the machines of clients. */
  readonly clientFiles: ClientFiles;
  /** Language alias → path of the interpreter. Contains `PYTHON3` if a python3 was found. */
  readonly languages: ReadonlyMap<string, string>;
  /** Forks UDFs; without it each call starts an interpreter. */
  readonly forkServer?: ForkServerAddress | undefined;
  readonly behaviours: Behaviours;
  readonly log: SandboxLog;
  readonly scriptStatements: ScriptStatements;
}
