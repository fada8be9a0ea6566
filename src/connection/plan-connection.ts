import { makeBucketUrl } from '../aws/bucket-url.js';
import type { AwsKeys } from '../config/types.js';
import { listGrants } from '../deploy/grants.js';
import { findSchema } from '../exasol/find-schema.js';
import type { ObjectName } from '../exasol/object-name.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { showKeyIdEnd } from './aws-keys.js';
import { findConnection } from './find-connection.js';
import { readOptions } from './read-options.js';
import type { AssumedRole } from './role-flags.js';
import type { ConnectionOptions, ConnectionPlan, ConnectionSummary } from './types.js';

/** The connection that the user wants, with checked values. */
export interface ConnectionRequest {
  readonly name: ObjectName;
  readonly bucket: string;
  readonly region: string;
  readonly keys: AwsKeys;
  readonly role: AssumedRole | undefined;
  /** If undefined, an existing connection keeps its options. */
  readonly options: ConnectionOptions | undefined;
  /** Schema of the scripts that use the connection. */
  readonly schema: ObjectName;
}

/**
 * Plans to create the connection, or to alter an existing one. ALTER keeps its grants; CREATE OR REPLACE may not.
 * @param confirmWithoutOptions called if the options of the existing connection cannot be read; throws if the user cancels
 */
export async function planConnection(
  session: Session,
  request: ConnectionRequest,
  confirmWithoutOptions: (connection: string, reason: string) => Promise<void>,
): Promise<ConnectionPlan> {
  const found = await findConnection(session, request.name);
  const name = found.name ?? request.name.whenNew;
  const schema = (await findSchema(session, request.schema)) ?? request.schema.whenNew;
  let options = request.options ?? {};
  if (request.options === undefined && found.name !== undefined) {
    const result = await readOptions(session, schema, name);
    if (result.kind === 'unreadable') {
      await confirmWithoutOptions(name, result.reason);
    } else {
      options = result.options;
    }
  }
  return {
    name,
    action: found.name === undefined ? 'create' : 'alter',
    after: { address: makeBucketUrl(request.bucket, request.region), keyIdEnd: showKeyIdEnd(request.keys.accessKeyId) },
    before: found.name === undefined ? undefined : await readSummary(session, name),
    keys: request.keys,
    role: request.role,
    options,
    grants: listConnectionGrants(schema, name),
    warnings: request.bucket.includes('.')
      ? [
          `The bucket '${request.bucket}' has a dot in its name, which the TLS certificate of S3 does not cover. Use a bucket without a dot.`,
        ]
      : [],
  };
}

/** Reads address and user, which Exasol shows only to users who may alter the connection. */
async function readSummary(session: Session, name: string): Promise<ConnectionSummary | undefined> {
  const { rows } = await session.query(
    `SELECT CONNECTION_STRING, USER_NAME FROM SYS.EXA_SESSION_CONNECTIONS WHERE CONNECTION_NAME = ${literal(name)}`,
  );
  const [address, user] = rows[0] ?? [];
  return typeof address === 'string' && typeof user === 'string'
    ? { address, keyIdEnd: showKeyIdEnd(user) }
    : undefined;
}

function listConnectionGrants(schema: string, name: string): readonly string[] {
  return listGrants(schema, undefined, identifier(name)).filter((grant) => grant.includes(' CONNECTION '));
}
