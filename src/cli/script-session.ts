import type { CheckedSettings } from '../config/parse.js';
import type { AwsAccess, AwsDefaults, DeploymentConfig, SecuritySettings } from '../config/types.js';
import type { PagingSession, Session } from '../exasol/session.js';
import type { ConnectionConfig } from '../exasol/types.js';
import type { JobLocation, JobReference } from '../jobs/find-job.js';
import type { CommandIo } from '../terminal/io.js';
import { loadCommandSettings } from './load-settings.js';

/** Options of the commands that call the scripts. */
export interface ScriptFlags {
  /** CONNECTION with the AWS keys. */
  readonly connection?: string | undefined;
  readonly region?: string | undefined;
}

/** Sessions for the scripts of one schema, and the settings that a call may need. */
export interface ScriptAccess {
  readonly defaults: AwsDefaults;
  readonly security: SecuritySettings;
  /** CONNECTION and Region from the options; the job table provides the rest. */
  readonly place: JobLocation;
  /**
   * Opens a session, finds the schema that contains the script, and closes the session after the work.
   * @param signal replaces the signal of Ctrl-C
   * @throws UserError of the connection, the work and the script
   */
  readonly open: OpenScript;
  /** Like `open`, for work that only reads: sme repeats it in another session after an internal server error. */
  readonly read: OpenScript;
}

type OpenScript = <Result>(
  script: string,
  work: (session: PagingSession, schema: string) => Promise<Result>,
  signal?: AbortSignal,
) => Promise<Result>;

const scriptParts = ['connection', 'deployment', 'awsDefaults', 'security'] as const;

/** Loads the settings of a command that calls scripts. @throws UserError E-SME-1 */
export async function prepareScripts(flags: ScriptFlags, io: CommandIo): Promise<ScriptAccess> {
  return await makeAccess(await loadCommandSettings(flags, scriptParts, io), flags, io);
}

/** Like `prepareScripts`, for a command that also calls AWS from this machine. @throws UserError E-SME-1 */
export async function prepareScriptsAndAws(
  flags: ScriptFlags,
  io: CommandIo,
): Promise<{ readonly access: ScriptAccess; readonly aws: AwsAccess }> {
  const settings = await loadCommandSettings(flags, [...scriptParts, 'awsAccess'], io);
  return { access: await makeAccess(settings, flags, io), aws: settings.awsAccess };
}

async function makeAccess(
  { connection, deployment, awsDefaults, security }: Pick<CheckedSettings, (typeof scriptParts)[number]>,
  flags: ScriptFlags,
  io: CommandIo,
): Promise<ScriptAccess> {
  const [{ withSession }, { findScriptSchema }, { retryInAnotherSession }] = await Promise.all([
    import('../exasol/session.js'),
    import('../exasol/find-schema.js'),
    import('../jobs/retry-in-session.js'),
  ]);
  warnAboutCertificate(connection, io);
  const open: OpenScript = async (script, work, signal = io.signal) => {
    io.logger.detail(`Connecting to ${connection.host}:${connection.port} …`);
    const run = async (session: PagingSession) =>
      await work(session, await findScriptSchema(session, deployment.schema, script));
    return await withSession(connection, run, { signal, logger: io.logger });
  };
  const reportRetry = () =>
    io.logger.info('Exasol reported an internal server error. Retrying once in another session.');
  return {
    defaults: awsDefaults,
    security,
    place: { connection: flags.connection, region: flags.region, defaultRegion: awsDefaults.region },
    open,
    read: async (script, work, signal) =>
      await retryInAnotherSession(async () => await open(script, work, signal), reportRetry),
  };
}

/**
 * Opens a session for a script about one job and looks the job up in the job table.
 * @param method `read` for scripts that change nothing
 */
export async function withJob<Result>(
  job: string,
  script: string,
  flags: ScriptFlags,
  io: CommandIo,
  work: (session: PagingSession, reference: JobReference) => Promise<Result>,
  method: 'open' | 'read' = 'read',
): Promise<Result> {
  const { findJob } = await import('../jobs/find-job.js');
  const access = await prepareScripts(flags, io);
  return await access[method](script, async (session, schema) =>
    work(session, await findJob(session, schema, job, access.place)),
  );
}

/** Opens a session for a command that reads or changes a deployment. `work` runs in one transaction. */
export async function withDeploymentSession<Result>(
  flags: object,
  io: CommandIo,
  work: (session: Session, deployment: DeploymentConfig) => Promise<Result>,
): Promise<Result> {
  const { connection, deployment } = await loadCommandSettings(flags, ['connection', 'deployment'], io);
  return await openSession(connection, io, (session) => work(session, deployment), { autocommit: false });
}

/** Opens a session that ends on Ctrl-C. Warns if the certificate is not verified. */
export async function openSession<Result>(
  connection: ConnectionConfig,
  io: CommandIo,
  work: (session: Session) => Promise<Result>,
  { autocommit = true }: { readonly autocommit?: boolean } = {},
): Promise<Result> {
  const { withSession } = await import('../exasol/session.js');
  warnAboutCertificate(connection, io);
  io.logger.detail(`Connecting to ${connection.host}:${connection.port} …`);
  return await withSession(connection, work, { autocommit, signal: io.signal, logger: io.logger });
}

function warnAboutCertificate(config: ConnectionConfig, io: CommandIo): void {
  for (const { certificate, host } of [config, ...(config.otherHosts ?? [])]) {
    if (certificate.kind === 'trust-anyone') {
      io.warn(`The certificate of '${host}' is not verified: anyone in between can read the password.`);
    }
  }
}
