import type { AwsKeys } from '../config/types.js';
import { makeError, toUserError, UserError } from '../errors/user-error.js';
import { requireSchema } from '../exasol/find-schema.js';
import type { ObjectName } from '../exasol/object-name.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { showKeyIdEnd } from './aws-keys.js';
import { type ConnectionCheckResult, checkConnection } from './check-connection.js';
import { requireConnection } from './find-connection.js';
import type { AssumedRole } from './role-flags.js';
import type { ConnectionPlan } from './types.js';

/** A connection as a UDF reads it, without its secrets. */
export interface StoredConnection {
  readonly name: string;
  readonly address: string;
  readonly keyIdEnd: string;
  readonly role: AssumedRole | undefined;
  readonly options: Readonly<Record<string, string>>;
  /** UTC, ISO 8601. */
  readonly expiresAt: string | undefined;
}

/**
 * Reads what a refresh keeps: address, role, external ID and encryption options. Only UDFs can read all of them.
 * @throws UserError E-SME-216 if the connection does not exist, E-SME-468 if it cannot be read
 */
export async function readStoredConnection(
  session: Session,
  connection: ObjectName,
  schemaName: ObjectName,
): Promise<StoredConnection> {
  const name = await requireConnection(session, connection);
  const schema = await requireSchema(session, schemaName);
  const found = await readConnection(session, schema, name);
  const { address, key_id_end: keyIdEnd, options, role_arn: roleArn, external_id: externalId, expires_at } = found;
  if (keyIdEnd === undefined || options === undefined || address === undefined || address === null) {
    throw makeError('E-SME-468', { name, reason: found.problems.join(' ') || 'the deployed scripts are too old' });
  }
  const role = roleArn === undefined ? undefined : { roleArn, externalId };
  return { name, address, keyIdEnd, role, options, expiresAt: expires_at };
}

async function readConnection(session: Session, schema: string, name: string): Promise<ConnectionCheckResult> {
  try {
    return await checkConnection(session, schema, { connection: name, region: undefined, facts: [] });
  } catch (thrown) {
    if (thrown instanceof SqlError || (thrown instanceof UserError && thrown.code !== 'E-SME-4')) {
      throw makeError('E-SME-468', { name, reason: toUserError(thrown).message });
    }
    throw thrown;
  }
}

/** Plans to replace only the keys of a connection. */
export function planRefresh(stored: StoredConnection, keys: AwsKeys): ConnectionPlan {
  const { name, address, keyIdEnd, role, options } = stored;
  return {
    name,
    action: 'alter',
    after: { address, keyIdEnd: showKeyIdEnd(keys.accessKeyId) },
    before: { address, keyIdEnd },
    keys,
    role,
    options,
    grants: [],
    warnings: [],
  };
}
