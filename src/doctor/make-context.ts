import { checkConnection } from '../connection/check-connection.js';
import { requireConnection } from '../connection/find-connection.js';
import { readInstalled } from '../deploy/read-installed.js';
import type { InstalledState } from '../deploy/types.js';
import { makeError } from '../errors/user-error.js';
import { identifier } from '../exasol/quote.js';
import { type Session, withSession } from '../exasol/session.js';
import type { Logger } from '../logger.js';
import { NotChecked } from './outcomes.js';
import type { DoctorContext, Place } from './types.js';

/** What is the same for all checks. */
export interface DoctorSubject
  extends Pick<DoctorContext, 'readConnection' | 'deployment' | 'aws' | 'mayWrite' | 'environment' | 'settings'> {
  readonly logger: Logger;
}

/** Makes the function that gives each check its context. What the database says of itself is read by whoever asks first. */
export function prepareContexts(subject: DoctorSubject): (signal: AbortSignal) => DoctorContext {
  const { readConnection, deployment, aws, logger } = subject;
  const shareInstalled = share<InstalledState>();
  const sharePlace = share<Place>();
  return (signal) => {
    const openSession = async <Result>(work: (session: Session) => Promise<Result>) =>
      await withSession(readConnection(), work, { signal, logger });
    // a name that no schema has: what else the database says of itself is read all the same
    const candidates = deployment.schema?.candidates ?? [''];
    const readOnce = () => shareInstalled(() => openSession((session) => readInstalled(session, candidates)));
    const readSchema = async () => {
      if (deployment.schema === undefined) {
        throw new NotChecked('no schema is named', 'Give --schema (or EXASOL_SCHEMA).');
      }
      const { schema, database } = await readOnce();
      if (schema === undefined) {
        throw makeError('E-SME-16', {
          schema: deployment.schema.candidates.join("' or '"),
          mitigation: adviseOnSchema(deployment.schema.whenNew, database),
        });
      }
      return schema;
    };
    const askConnection = async (): Promise<Place> => {
      const { region, bucket, connectionName } = aws;
      if (connectionName === undefined || (region !== undefined && bucket !== undefined)) {
        return { region, bucket };
      }
      const schema = await readSchema();
      const found = await openSession(async (session) => {
        const connection = await requireConnection(session, connectionName);
        return await checkConnection(session, schema, { connection, ask: [], region });
      });
      return { region: found.region ?? undefined, bucket: bucket ?? found.bucket ?? undefined };
    };
    return {
      ...subject,
      signal,
      withSession: openSession,
      readInstalled: readOnce,
      readSchema,
      readPlace: () => sharePlace(askConnection),
    };
  };
}

/** A schema that one has no right on is not to be seen. */
function adviseOnSchema(schema: string, { user, privileges }: InstalledState['database']): string {
  const deploy = 'Run: sme deploy --create-schema';
  if (privileges.includes('ROLE DBA') || privileges.includes('USE ANY SCHEMA')) {
    return deploy;
  }
  return `${deploy}\nWhere it is there and hidden: GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${identifier(user)};`;
}

/** Does a work once for all who ask. After a failure whoever asks next tries again, with time of its own. */
function share<Result>(): (work: () => Promise<Result>) => Promise<Result> {
  let shared: Promise<Result> | undefined;
  return (work) => {
    shared ??= work().catch((thrown) => {
      shared = undefined;
      throw thrown;
    });
    return shared;
  };
}
