import { maxParallelCalls } from '../aws/clients.js';
import type { OwnClients } from '../aws/own-clients.js';
import type { Session } from '../exasol/session.js';
import type { Logger } from '../logger.js';
import type { Ages } from './age.js';
import type { GarbageKind } from './types.js';

/** Options of p-map for calls of AWS: the first failure and Ctrl-C stop the calls that have not started. */
export function inParallel(signal: AbortSignal) {
  return { concurrency: maxParallelCalls, signal };
}

/** What finding and deleting need. */
export interface GarbageContext {
  readonly session: Session;
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly clients: OwnClients;
  readonly kinds: ReadonlySet<GarbageKind>;
  /** The only Region to look at, where one was asked for. */
  readonly onlyRegion: string | undefined;
  /** Where rows do not tell. */
  readonly defaultRegion: string | undefined;
  readonly ages: Ages;
  /** Now, in milliseconds since 1970. */
  readonly now: number;
  readonly logger: Logger;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}
