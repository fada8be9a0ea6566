import type { AwsAccess, AwsDefaults, DeploymentDefaults } from '../config/types.js';
import type { InstalledState } from '../deploy/types.js';
import type { Session } from '../exasol/session.js';
import type { ConnectionConfig } from '../exasol/types.js';
import type { SettingsReview } from './review-settings.js';

/** `warn`: works, but needs attention. `skipped`: the check could not run. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

/** The result of a check. */
export interface Outcome {
  readonly state: CheckState;
  readonly text: string;
  /** How to fix the finding, or how to make a skipped check run. */
  readonly mitigation?: string | undefined;
}

/** What a check can use. */
export interface DoctorContext {
  readonly deployment: DeploymentDefaults;
  readonly aws: AwsDefaults;
  /** How this machine calls AWS. */
  readonly awsAccess: AwsAccess;
  /** True if checks may write an object to the bucket and delete it. */
  readonly mayWrite: boolean;
  /** Environment variables of this machine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Findings about the settings. */
  readonly settings: SettingsReview;
  /** Aborts when the check times out, or on Ctrl-C. */
  readonly signal: AbortSignal;
  /** The settings of the connection. @throws UserError E-SME-1 with every invalid or missing setting */
  readConnection(): ConnectionConfig;
  /** Opens a session for this check and closes it afterwards. */
  withSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /** The state of the schema and the database; read once for all checks. */
  readInstalled(): Promise<InstalledState>;
  /** The catalog name of the schema. @throws UserError E-SME-16 if it does not exist, CheckSkipped if none is set */
  readSchema(): Promise<string>;
  /** Region and bucket from the settings, or from the connection's address. */
  readAwsLocation(): Promise<AwsLocation>;
}

/** The Region of the jobs, and the bucket of their data. */
export interface AwsLocation {
  readonly region: string | undefined;
  readonly bucket: string | undefined;
}

/** One check of `sme doctor`. */
export interface Check {
  /** Its name in --only and in the JSON document. */
  readonly id: string;
  readonly title: string;
  /** Checks that must succeed first, because otherwise this one would only repeat their finding. */
  readonly needs: readonly string[];
  /** The check fails after this time. */
  readonly timeoutMs: number;
  run(context: DoctorContext): Promise<Outcome>;
}

/** A check with its result. */
export interface CheckReport extends Outcome {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
}
