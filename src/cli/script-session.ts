import { type AwsFlags, loadAwsSettings } from '../commands/aws-settings.js';
import { type ConnectionFlags, readConnectionFlags } from '../commands/options.js';
import { loadSettings } from '../config/load.js';
import type { CheckedSettings } from '../config/parse.js';
import type { AwsAccess, AwsDefaults, DeploymentConfig } from '../config/types.js';
import { findScriptSchema } from '../exasol/find-schema.js';
import { type PagingSession, type Session, withSession } from '../exasol/session.js';
import type { ConnectionConfig } from '../exasol/types.js';
import { findJob, type JobPlace, type JobReference } from '../jobs/find-job.js';
import { retryInAnotherSession } from '../jobs/retry-in-session.js';
import type { CommandIo } from '../terminal/io.js';

/** Flags of the commands that call the scripts. */
export interface ScriptFlags extends ConnectionFlags {
  readonly connection?: string | undefined;
  readonly region?: string | undefined;
  readonly bucket?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly outputPath?: string | undefined;
}

/** Sessions for the scripts of one schema, and the settings that a call may need. */
export interface ScriptAccess {
  readonly defaults: AwsDefaults;
  /** Where a job runs, as far as the flags say. */
  readonly place: JobPlace;
  /**
   * Opens a session, finds the schema that has the script, and closes the session after the work.
   * @param signal instead of Ctrl-C's own
   * @throws UserError as the work and the scripts word it
   */
  readonly open: OpenScript;
  /** As `open`, for work that only reads: it may run again in another session. */
  readonly read: OpenScript;
}

type OpenScript = <Result>(
  script: string,
  work: (session: PagingSession, schema: string) => Promise<Result>,
  signal?: AbortSignal,
) => Promise<Result>;

/** Reads the settings of a command that calls scripts. @throws UserError E-SME-1 */
export async function prepareScripts(flags: ScriptFlags, io: CommandIo): Promise<ScriptAccess> {
  return makeAccess(await loadAwsSettings(flags, scriptParts, io), flags, io);
}

/** The same for a command that calls AWS from this machine, too. @throws UserError E-SME-1 */
export async function prepareScriptsAndAws(
  flags: AwsFlags,
  io: CommandIo,
): Promise<{ readonly access: ScriptAccess; readonly aws: AwsAccess }> {
  const settings = await loadAwsSettings(flags, [...scriptParts, 'awsAccess'], io);
  return { access: makeAccess(settings, flags, io), aws: settings.awsAccess };
}

const scriptParts = ['connection', 'deployment', 'awsDefaults'] as const;

function makeAccess(
  { connection, deployment, awsDefaults }: Pick<CheckedSettings, (typeof scriptParts)[number]>,
  flags: ScriptFlags,
  io: CommandIo,
): ScriptAccess {
  if (connection.certificate.kind === 'trust-anyone') {
    io.warn(`The certificate of '${connection.host}' is not verified: anyone in between can read the password.`);
  }
  const open: OpenScript = async (script, work, signal = io.signal) => {
    io.logger.detail(`Connecting to ${connection.host}:${connection.port} …`);
    const run = async (session: PagingSession) =>
      await work(session, await findScriptSchema(session, deployment.schema, script));
    return await withSession(connection, run, { signal, logger: io.logger });
  };
  const noteRetry = () =>
    io.logger.info('Exasol reported an internal server error: trying once more in another session.');
  return {
    defaults: awsDefaults,
    place: { connection: flags.connection, region: flags.region, defaultRegion: awsDefaults.region },
    open,
    read: async (script, work, signal) =>
      await retryInAnotherSession(async () => await open(script, work, signal), noteRetry),
  };
}

/** The same for a script about one job, which is looked up in the job table. @param how `read` for scripts that change nothing */
export async function withJob<Result>(
  job: string,
  script: string,
  flags: ScriptFlags,
  io: CommandIo,
  work: (session: PagingSession, reference: JobReference) => Promise<Result>,
  how: 'open' | 'read' = 'read',
): Promise<Result> {
  const access = await prepareScripts(flags, io);
  return await access[how](script, async (session, schema) =>
    work(session, await findJob(session, schema, job, access.place)),
  );
}

/** What the commands that work on a deployment have in common: settings, then a session whose work counts as a whole or not at all. */
export async function withDeploymentSession<Result>(
  flags: ConnectionFlags,
  io: CommandIo,
  work: (session: Session, deployment: DeploymentConfig) => Promise<Result>,
): Promise<Result> {
  const settings = await loadSettings(readConnectionFlags(flags), ['connection', 'deployment'], io, io.command);
  const { connection, deployment } = settings;
  return await openSession(connection, io, (session) => work(session, deployment), { autocommit: false });
}

/** A session for a command: with a warning where the certificate is not looked at, and ended by Ctrl-C. */
export async function openSession<Result>(
  connection: ConnectionConfig,
  io: CommandIo,
  work: (session: Session) => Promise<Result>,
  { autocommit = true }: { readonly autocommit?: boolean } = {},
): Promise<Result> {
  if (connection.certificate.kind === 'trust-anyone') {
    io.warn(`The certificate of '${connection.host}' is not verified: anyone in between can read the password.`);
  }
  io.logger.detail(`Connecting to ${connection.host}:${connection.port} …`);
  return await withSession(connection, work, { autocommit, signal: io.signal, logger: io.logger });
}
