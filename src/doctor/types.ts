import type { AwsDefaults, DeploymentDefaults } from '../config/types.js';
import type { InstalledState } from '../deploy/types.js';
import type { Session } from '../exasol/session.js';
import type { ConnectionConfig } from '../exasol/types.js';
import type { SettingsReview } from './review-settings.js';

/** `warn`: it works, but needs attention. `skipped`: the check could not run. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

/** The result of a check. */
export interface Outcome {
  readonly state: CheckState;
  readonly text: string;
  /** How to fix it; for a skipped check, how to make it run. */
  readonly mitigation?: string | undefined;
}

/** Everything that a check can use. */
export interface DoctorContext {
  readonly deployment: DeploymentDefaults;
  readonly aws: AwsDefaults;
  /** True if checks may write an object to the bucket and delete it. */
  readonly mayWrite: boolean;
  /** Variables of this machine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Findings about the settings, with their mitigations. */
  readonly settings: SettingsReview;
  /** Aborts when the check times out, or on Ctrl-C. */
  readonly signal: AbortSignal;
  /** @throws UserError E-SME-1 with what is wrong or missing */
  readConnection(): ConnectionConfig;
  /** Opens a session for this check and closes it afterwards. */
  withSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /** The state of the schema and the database; read once for all checks. */
  readInstalled(): Promise<InstalledState>;
  /** The catalog name of the schema. @throws UserError E-SME-16 if it does not exist, NotChecked if none is set */
  readSchema(): Promise<string>;
  /** Region and bucket of the settings, or else of the connection's address. */
  readPlace(): Promise<Place>;
}

/** Where in AWS the jobs run and the data is stored. */
export interface Place {
  readonly region: string | undefined;
  readonly bucket: string | undefined;
}

/** One check, as data. */
export interface Check {
  /** For --only. */
  readonly id: string;
  readonly title: string;
  /** Checks that must succeed first: if they fail, this one could only repeat their finding. */
  readonly needs: readonly string[];
  /** After this time the check fails. */
  readonly timeoutMs: number;
  run(context: DoctorContext): Promise<Outcome>;
}

/** A check with its result. */
export interface CheckReport extends Outcome {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
}
