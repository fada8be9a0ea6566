import type { AwsKeys } from '../config/types.js';

/** What a connection shows of itself. The secret is nowhere to be read. */
export interface ConnectionFace {
  readonly address: string;
  /** The last characters of the access key id. */
  readonly keyIdEnd: string;
}

/** Options behind the secret of a connection, by name: how S3 encrypts what Exasol uploads. */
export type ConnectionOptions = Readonly<Record<string, string>>;

/** What is to be done, as data: shown by --dry-run, asked about, carried out. */
export interface ConnectionPlan {
  /** Exact name. */
  readonly name: string;
  readonly action: 'create' | 'alter';
  readonly after: ConnectionFace;
  /** As it is now; undefined where there is none or where it may not be read. */
  readonly before: ConnectionFace | undefined;
  readonly keys: AwsKeys;
  readonly options: ConnectionOptions;
  /** What its users need, as SQL. */
  readonly grants: readonly string[];
  readonly warnings: readonly string[];
}
