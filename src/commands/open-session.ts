import { loadSettings } from '../config/load.js';
import type { ConnectionConfig, DeploymentConfig } from '../config/types.js';
import type { Session } from '../exasol/session.js';
import { withSession } from '../exasol/session.js';
import type { CommandIo } from './io.js';
import { type ConnectionFlags, readConnectionFlags } from './options.js';

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
