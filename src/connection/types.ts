import type { AwsKeys } from '../config/types.js';
import type { AssumedRole } from './role-flags.js';

/** The visible part of a connection, without the secret. */
export interface ConnectionSummary {
  readonly address: string;
  /** The last characters of the access key ID. */
  readonly keyIdEnd: string;
}

/** Options of a connection by name: how S3 encrypts Exasol's uploads. Exasol keeps them in the password, after the secret. */
export type ConnectionOptions = Readonly<Record<string, string>>;

/** The change to a connection, for --dry-run, the confirmation and the statement. */
export interface ConnectionPlan {
  /** Exact catalog name. */
  readonly name: string;
  readonly action: 'create' | 'alter';
  readonly after: ConnectionSummary;
  /** The current state; undefined if the connection does not exist or the user cannot see it. */
  readonly before: ConnectionSummary | undefined;
  readonly keys: AwsKeys;
  /** The role that UDFs assume with the keys. */
  readonly role: AssumedRole | undefined;
  readonly options: ConnectionOptions;
  /** GRANT statements for the users of the connection. */
  readonly grants: readonly string[];
  readonly warnings: readonly string[];
}
