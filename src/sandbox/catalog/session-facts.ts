/** Facts about the session that a statement can read. */
export interface SessionFacts {
  readonly user: string;
  /** '' if no schema is open. */
  readonly schema: string;
  readonly sessionId: bigint;
  readonly statementId: number;
  readonly nodes: number;
  /** `2024-06-18 17:22:13.123000` in the session's time zone. */
  readonly now: string;
  readonly timeZone: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly systemParameters: ReadonlyMap<string, string>;
  readonly databaseVersion: string;
  readonly databaseName: string;
}
