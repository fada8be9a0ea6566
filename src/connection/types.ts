import type { AwsKeys } from '../config/types.js';

/** The visible part of a connection. The secret cannot be read. */
export interface ConnectionSummary {
  readonly address: string;
  /** The last characters of the access key ID. */
  readonly keyIdEnd: string;
}

/** Options after the secret of a connection, by name: how S3 encrypts Exasol's uploads. */
export type ConnectionOptions = Readonly<Record<string, string>>;

/** What to change, as data: printed by --dry-run, confirmed, applied. */
export interface ConnectionPlan {
  /** Exact name. */
  readonly name: string;
  readonly action: 'create' | 'alter';
  readonly after: ConnectionSummary;
  /** The present state; undefined if the connection does not exist or the user may not see it. */
  readonly before: ConnectionSummary | undefined;
  readonly keys: AwsKeys;
  readonly options: ConnectionOptions;
  /** GRANT statements for its users. */
  readonly grants: readonly string[];
  readonly warnings: readonly string[];
}
