import { parseSettings } from './config/parse.js';
import { type SettingName, settingNames } from './config/settings-table.js';
import type { RawConfig, RawSetting } from './config/types.js';
import { type DeployOutcome, deployInSession, type PlannedDeployment, planInSession } from './deploy/deploy.js';
import { renderDesiredState } from './deploy/desired-state.js';
import type { DesiredState } from './deploy/types.js';
import { chooseUdfSettings } from './deploy/udf-settings.js';
import { type Session, withSession } from './exasol/session.js';
import { parseAssignments, type UdfEnvironment } from './render/udf-environment.js';

export type { RuntimeInfo } from './deploy/smoke-test.js';
export type { Action, DatabaseFacts, DeploymentPlan, ObsoleteScript, PlanStep, UdfSettings } from './deploy/types.js';
export { UserError } from './errors/user-error.js';
export type { RenderedScript } from './render/script.js';
export type { RenderedTable } from './render/table.js';
/** `WantedObjects` is the name of `DesiredState` in version 0.1.0. */
export type { DeployOutcome, DesiredState, DesiredState as WantedObjects, PlannedDeployment };

/** What to render. */
export interface RenderSettings {
  /** Upper-cased unless in double quotes, as in SQL. */
  readonly schema: string;
  /** Language alias of the UDFs; by default that of the installed scripts, or PYTHON3. */
  readonly languageAlias?: string;
  /** Environment variables of the UDFs to set; an empty value removes one. Variables of the installed scripts are kept. */
  readonly udfEnvironment?: Readonly<Record<string, string>>;
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
  /** Whether scripts that were edited by hand may be replaced. False by default: they are an error. */
  readonly replaceEdited?: boolean;
  /** Aborts the call and rolls back what is not committed. */
  readonly signal?: AbortSignal;
}

/** Renders all objects of a deployment. Needs no database. @throws UserError E-SME-1 for invalid settings */
export function render(settings: RenderSettings): DesiredState {
  const { deployment } = parseSettings(readRaw(settings), ['deployment'], 'render');
  const target = { ...deployment, environmentChanges: readEnvironmentChanges(settings) };
  const udfs = chooseUdfSettings(target, []);
  return renderDesiredState(deployment.schema.whenNew, udfs.languageAlias, udfs.environment);
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
  const target = { ...deployment, environmentChanges: readEnvironmentChanges(settings) };
  const options = {
    target,
    createSchema: settings.createSchema === true,
    ...(settings.replaceEdited === true && { confirmEdits: async () => {} }),
  };
  return withSession(connection, (session) => run(session, options), { autocommit: false, signal: settings.signal });
}

/** @throws UserError E-SME-480 for a variable that a script cannot contain */
function readEnvironmentChanges({ udfEnvironment = {} }: RenderSettings): UdfEnvironment {
  return parseAssignments(Object.entries(udfEnvironment).map(([name, value]) => `${name}=${value}`));
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
