import { toUserError, UserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { checkConnection } from './check-connection.js';
import type { ConnectionOptions } from './types.js';

type OptionsResult =
  | { readonly kind: 'read'; readonly options: ConnectionOptions }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads the options of a connection with a UDF, because no system table shows them. The secret stays in the database. */
export async function readOptions(session: Session, schema: string, connection: string): Promise<OptionsResult> {
  try {
    const { options, problems } = await checkConnection(session, schema, { connection, region: undefined, facts: [] });
    return options === undefined
      ? { kind: 'unreadable', reason: problems.join(' ') || 'the deployed scripts are too old to report them' }
      : { kind: 'read', options };
  } catch (thrown) {
    if (thrown instanceof SqlError || (thrown instanceof UserError && thrown.code !== 'E-SME-4')) {
      return { kind: 'unreadable', reason: toUserError(thrown).message };
    }
    throw thrown;
  }
}
