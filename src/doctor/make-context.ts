import { readInstalled } from '../deploy/read-installed.js';
import type { InstalledState } from '../deploy/types.js';
import { makeError } from '../errors/user-error.js';
import { type Session, withSession } from '../exasol/session.js';
import type { Logger } from '../logger.js';
import type { DoctorContext } from './types.js';

/** What is the same for all checks. */
export interface DoctorSubject
  extends Pick<DoctorContext, 'connection' | 'deployment' | 'aws' | 'environment' | 'settingsFiles'> {
  readonly logger: Logger;
}

/** Makes the function that gives each check its context. What the database says of itself is read by whoever asks first. */
export function prepareContexts(subject: DoctorSubject): (signal: AbortSignal) => DoctorContext {
  const { connection, deployment, logger } = subject;
  let installed: Promise<InstalledState> | undefined;
  return (signal) => {
    const openSession = <Result>(work: (session: Session) => Promise<Result>) =>
      withSession(connection, work, { signal, logger });
    const readOnce = () => {
      installed ??= openSession((session) => readInstalled(session, deployment.schema.candidates)).catch((thrown) => {
        // whoever asks next tries again, with time of its own
        installed = undefined;
        throw thrown;
      });
      return installed;
    };
    return {
      ...subject,
      signal,
      withSession: openSession,
      readInstalled: readOnce,
      readSchema: async () => {
        const { schema } = await readOnce();
        if (schema === undefined) {
          const mitigation = 'Run: sme deploy --create-schema';
          throw makeError('E-SME-16', { schema: deployment.schema.candidates.join("' or '"), mitigation });
        }
        return schema;
      },
    };
  };
}
