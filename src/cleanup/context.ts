import { maxParallelCalls } from '../aws/clients.js';
import type { LocalAwsClients } from '../aws/local-clients.js';
import type { Session } from '../exasol/session.js';
import type { Logger } from '../logger.js';
import type { MinAges } from './ages.js';
import type { ResourceKind } from './types.js';

/** Options of p-map for calls to AWS. After a failure or Ctrl-C, no further calls start. */
export function inParallel(signal: AbortSignal) {
  return { concurrency: maxParallelCalls, signal };
}

/** The context of searches and deletions. */
export interface CleanupContext {
  readonly session: Session;
  /** Exact name of the schema of the scripts. */
  readonly schema: string;
  readonly clients: LocalAwsClients;
  readonly kinds: ReadonlySet<ResourceKind>;
  /** The only Region to search, from --region. */
  readonly onlyRegion: string | undefined;
  /** The Region for rows without one. */
  readonly defaultRegion: string | undefined;
  readonly minAges: MinAges;
  /** The current time, in milliseconds since 1970. */
  readonly now: number;
  readonly logger: Logger;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}
