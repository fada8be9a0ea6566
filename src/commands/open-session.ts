import { loadSettings } from '../config/load.js';
import type { DeploymentConfig } from '../config/types.js';
import type { Session } from '../exasol/session.js';
import { withSession } from '../exasol/session.js';
import type { CommandIo } from './io.js';
import { type ConnectionFlags, readConnectionFlags } from './options.js';
import { warn } from './output.js';

/** What the commands that work on a deployment have in common: settings, then a session whose work counts as a whole or not at all. */
export async function withDeploymentSession<Result>(
  flags: ConnectionFlags,
  io: CommandIo,
  work: (session: Session, deployment: DeploymentConfig) => Promise<Result>,
): Promise<Result> {
  const settings = await loadSettings(readConnectionFlags(flags), ['connection', 'deployment'], io, io.command);
  const { connection, deployment } = settings;
  if (connection.certificate.kind === 'trust-anyone') {
    warn(io, `The certificate of '${connection.host}' is not verified: anyone in between can read the password.`);
  }
  io.logger.detail(`Connecting to ${connection.host}:${connection.port} …`);
  const options = { autocommit: false, signal: io.signal, logger: io.logger };
  return await withSession(connection, (session) => work(session, deployment), options);
}
