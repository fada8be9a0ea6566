import type { AwsDefaults, DeploymentDefaults } from '../config/types.js';
import type { InstalledState } from '../deploy/types.js';
import type { Session } from '../exasol/session.js';
import type { ConnectionConfig } from '../exasol/types.js';
import type { SettingsReview } from './review-settings.js';

/** `warn`: it works, and someone should look at it. `skipped`: nothing is known. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

/** What a check found. */
export interface Outcome {
  readonly state: CheckState;
  readonly text: string;
  /** What to do about it; of a skipped check, what would let it look. */
  readonly mend?: string | undefined;
}

/** What a check may look at. */
export interface DoctorContext {
  readonly deployment: DeploymentDefaults;
  readonly aws: AwsDefaults;
  /** True where checks may put something into the bucket and take it away again. */
  readonly mayWrite: boolean;
  /** Variables of this machine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What is to be said about the settings, each with what to do. */
  readonly settings: SettingsReview;
  /** Fires when the time of the check is over, or on Ctrl-C. */
  readonly signal: AbortSignal;
  /** @throws UserError E-SME-1 with what is wrong or missing */
  readConnection(): ConnectionConfig;
  /** A session of its own, ended with the check. */
  withSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /** What the database says about the schema and itself; read once for all checks. */
  readInstalled(): Promise<InstalledState>;
  /** The catalog name of the schema. @throws UserError E-SME-16 where it is missing, NotChecked where none is named */
  readSchema(): Promise<string>;
  /** Region and bucket as set, else as the connection's address names them. */
  readPlace(): Promise<Place>;
}

/** Where on AWS the work is done. */
export interface Place {
  readonly region: string | undefined;
  readonly bucket: string | undefined;
}

/** One check, as data. */
export interface Check {
  /** For --only. */
  readonly id: string;
  readonly title: string;
  /** Checks without which this one can only repeat the same complaint. */
  readonly needs: readonly string[];
  /** How long it may take. */
  readonly limitMs: number;
  run(context: DoctorContext): Promise<Outcome>;
}

/** A check and what came of it. */
export interface CheckReport extends Outcome {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
}
