import { parseSettings } from './config/parse.js';
import { type SettingName, settingNames } from './config/settings-table.js';
import type { RawConfig, RawSetting } from './config/types.js';
import { type DeployOutcome, deployInSession, type PlannedDeployment, planInSession } from './deploy/deploy.js';
import { renderDesiredState } from './deploy/desired-state.js';
import type { DesiredState } from './deploy/types.js';
import { type Session, withSession } from './exasol/session.js';

export type { RuntimeInfo } from './deploy/smoke-test.js';
export type { Action, DatabaseFacts, DeploymentPlan, ObsoleteScript, PlanStep } from './deploy/types.js';
export { UserError } from './errors/user-error.js';
export type { RenderedScript } from './render/script.js';
export type { RenderedTable } from './render/table.js';
/** `WantedObjects` is the name of `DesiredState` in version 0.1.0. */
export type { DeployOutcome, DesiredState, DesiredState as WantedObjects, PlannedDeployment };

/** What to render. */
export interface RenderSettings {
  /** Upper-cased unless in double quotes, as in SQL. */
  readonly schema: string;
  /** Alias that runs the UDFs; PYTHON3 by default. */
  readonly languageAlias?: string;
}

/** What to deploy and where. Names and meanings are those of the flags of `sme deploy`; nothing is read from the environment. */
export interface DeploySettings extends RenderSettings {
  readonly host: string;
  /** 8563 by default. */
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  /** Instead of user and password. */
  readonly accessToken?: string;
  /** A personal access token of Exasol SaaS, instead of user and password. */
  readonly refreshToken?: string;
  /** SHA-256 of the only certificate to trust. */
  readonly fingerprint?: string;
  /** True by default. */
  readonly verifyCertificate?: boolean;
  /** How long connecting may take: `10s`, `500ms`. */
  readonly timeout?: string;
  /** False by default: a missing schema is an error. */
  readonly createSchema?: boolean;
  /** Ends the work; what was not committed is rolled back. */
  readonly signal?: AbortSignal;
}

/** Renders everything that a deployment consists of. Needs no database. @throws UserError E-SME-1 */
export function render(settings: RenderSettings): DesiredState {
  const { deployment } = parseSettings(readRaw(settings), ['deployment'], 'render');
  return renderDesiredState(deployment.schema.whenNew, deployment.languageAlias);
}

/** Compares what is installed with this version, and changes nothing. @throws UserError */
export function plan(settings: DeploySettings): Promise<PlannedDeployment> {
  return work(settings, planInSession);
}

/** Brings a schema up to date in one transaction. @throws UserError; the schema is then as it was */
export function deploy(settings: DeploySettings): Promise<DeployOutcome> {
  return work(settings, deployInSession);
}

function work<Result>(
  settings: DeploySettings,
  run: (session: Session, options: Parameters<typeof deployInSession>[1]) => Promise<Result>,
): Promise<Result> {
  const { connection, deployment } = parseSettings(readRaw(settings), ['connection', 'deployment'], 'deploy');
  const options = { target: deployment, createSchema: settings.createSchema === true };
  return withSession(connection, (session) => run(session, options), { autocommit: false, signal: settings.signal });
}

function readRaw(settings: RenderSettings & Partial<DeploySettings>): RawConfig {
  const raw: { [Name in SettingName]?: RawSetting } = {};
  const given = new Map<string, unknown>(Object.entries(settings));
  for (const name of settingNames) {
    const value = given.get(name);
    if (value !== undefined) {
      raw[name] = { value: String(value), origin: name, rank: 0 };
    }
  }
  return raw;
}
