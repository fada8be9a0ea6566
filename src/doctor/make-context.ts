import { checkConnection } from '../connection/check-connection.js';
import { requireConnection } from '../connection/find-connection.js';
import { readInstalled } from '../deploy/read-installed.js';
import type { InstalledState } from '../deploy/types.js';
import { makeError } from '../errors/user-error.js';
import { identifier } from '../exasol/quote.js';
import { type Session, withSession } from '../exasol/session.js';
import type { Logger } from '../logger.js';
import { CheckSkipped } from './outcomes.js';
import type { AwsLocation, DoctorContext } from './types.js';

/** The part of the context that all checks share. */
export interface DoctorSubject
  extends Pick<
    DoctorContext,
    'readConnection' | 'deployment' | 'aws' | 'awsAccess' | 'mayWrite' | 'environment' | 'settings'
  > {
  readonly logger: Logger;
}

/** Makes a function that creates the context of a check. The first check that needs the state of the database reads it for all. */
export function prepareContexts(subject: DoctorSubject): (signal: AbortSignal) => DoctorContext {
  const { readConnection, deployment, aws, logger } = subject;
  const shareInstalled = shareResult<InstalledState>();
  const shareAwsLocation = shareResult<AwsLocation>();
  return (signal) => {
    const openSession = async <Result>(work: (session: Session) => Promise<Result>) =>
      await withSession(readConnection(), work, { signal, logger });
    // No schema has an empty name, so without a schema only the state of the database is read.
    const candidates = deployment.schema?.candidates ?? [''];
    const readOnce = () => shareInstalled(() => openSession((session) => readInstalled(session, candidates)));
    const readSchema = async () => {
      if (deployment.schema === undefined) {
        throw new CheckSkipped('no schema is set', 'Set --schema or EXASOL_SCHEMA.');
      }
      const { schema, database } = await readOnce();
      if (schema === undefined) {
        throw makeError('E-SME-16', {
          schema: deployment.schema.candidates.join("' or '"),
          mitigation: suggestSchemaFix(deployment.schema.whenNew, database),
        });
      }
      return schema;
    };
    const readLocationFromConnection = async (): Promise<AwsLocation> => {
      const { region, bucket, connectionName } = aws;
      if (connectionName === undefined || (region !== undefined && bucket !== undefined)) {
        return { region, bucket };
      }
      const schema = await readSchema();
      const found = await openSession(async (session) => {
        const connection = await requireConnection(session, connectionName);
        return await checkConnection(session, schema, { connection, facts: [], region });
      });
      return { region: found.region ?? undefined, bucket: bucket ?? found.bucket ?? undefined };
    };
    return {
      ...subject,
      signal,
      withSession: openSession,
      readInstalled: readOnce,
      readSchema,
      readAwsLocation: () => shareAwsLocation(readLocationFromConnection),
    };
  };
}

/** Suggests fixes for both possible causes, because Exasol hides a schema from users without a privilege on it. */
function suggestSchemaFix(schema: string, { user, privileges }: InstalledState['database']): string {
  const deploy = 'Run: sme deploy --create-schema';
  if (privileges.includes('ROLE DBA') || privileges.includes('USE ANY SCHEMA')) {
    return deploy;
  }
  return `${deploy}\nIf it exists but is hidden: GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${identifier(user)};`;
}

/** Makes a function that runs the work once and shares its result. After a failure, the next caller runs it again. */
function shareResult<Result>(): (work: () => Promise<Result>) => Promise<Result> {
  let shared: Promise<Result> | undefined;
  return (work) => {
    shared ??= work().catch((thrown) => {
      shared = undefined;
      throw thrown;
    });
    return shared;
  };
}
