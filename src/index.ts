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
  /** Language alias of the UDFs; PYTHON3 by default. */
  readonly languageAlias?: string;
}

/** What to deploy and where, as in the options of `sme deploy`. Environment variables and settings files are not read. */
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
  /** Timeout for connecting and logging in, such as `10s` or `500ms`. */
  readonly timeout?: string;
  /** False by default: a missing schema is an error. */
  readonly createSchema?: boolean;
  /** Aborts the call and rolls back what is not committed. */
  readonly signal?: AbortSignal;
}

/** Renders all objects of a deployment. Needs no database. @throws UserError E-SME-1 for invalid settings */
export function render(settings: RenderSettings): DesiredState {
  const { deployment } = parseSettings(readRaw(settings), ['deployment'], 'render');
  return renderDesiredState(deployment.schema.whenNew, deployment.languageAlias);
}

/** Compares the installed objects with those of this version, and changes nothing. @throws UserError */
export function plan(settings: DeploySettings): Promise<PlannedDeployment> {
  return runInSession(settings, planInSession);
}

/** Brings a schema up to date in one transaction. @throws UserError; the schema is then unchanged */
export function deploy(settings: DeploySettings): Promise<DeployOutcome> {
  return runInSession(settings, deployInSession);
}

function runInSession<Result>(
  settings: DeploySettings,
  run: (session: Session, options: Parameters<typeof deployInSession>[1]) => Promise<Result>,
): Promise<Result> {
  const { connection, deployment } = parseSettings(readRaw(settings), ['connection', 'deployment'], 'deploy');
  const options = { target: deployment, createSchema: settings.createSchema === true };
  return withSession(connection, (session) => run(session, options), { autocommit: false, signal: settings.signal });
}

function readRaw(settings: RenderSettings & Partial<DeploySettings>): RawConfig {
  const raw: { [Name in SettingName]?: RawSetting } = {};
  const values = new Map<string, unknown>(Object.entries(settings));
  for (const name of settingNames) {
    const value = values.get(name);
    if (value !== undefined) {
      raw[name] = { value: String(value), origin: name, rank: 0 };
    }
  }
  return raw;
}
