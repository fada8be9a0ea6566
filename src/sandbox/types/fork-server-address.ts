/** Where a fork server listens, see udf/fork-server.ts. */
export interface ForkServerAddress {
  /** Path of the interpreter that it forks. */
  readonly executable: string;
  readonly socketPath: string;
}
