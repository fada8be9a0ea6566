import { makeBucketUrl } from '../aws/bucket-url.js';
import type { AwsKeys } from '../config/types.js';
import { listGrants } from '../deploy/grants.js';
import { findSchema } from '../exasol/find-schema.js';
import type { ObjectName } from '../exasol/object-name.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { findConnection } from './find-connection.js';
import { readOptions } from './read-options.js';
import { showKeyIdEnd } from './show-key-id.js';
import type { ConnectionFace, ConnectionOptions, ConnectionPlan } from './types.js';

/** What the user wants, checked. */
export interface ConnectionWish {
  readonly name: ObjectName;
  readonly bucket: string;
  readonly region: string;
  readonly keys: AwsKeys;
  /** Undefined: those that the connection has. */
  readonly options: ConnectionOptions | undefined;
  /** Of the scripts that are to read the connection. */
  readonly schema: ObjectName;
}

/**
 * Looks whether the connection is there and plans to make or alter it. An altered one keeps its grants, a replaced one may not.
 * @param confirmWithoutOptions asks whether to go on where the options of the connection cannot be read; throws where the answer is no
 */
export async function planConnection(
  session: Session,
  wish: ConnectionWish,
  confirmWithoutOptions: (connection: string, reason: string) => Promise<void>,
): Promise<ConnectionPlan> {
  const found = await findConnection(session, wish.name);
  const name = found.name ?? wish.name.whenNew;
  const schema = (await findSchema(session, wish.schema)) ?? wish.schema.whenNew;
  let options = wish.options ?? {};
  if (wish.options === undefined && found.name !== undefined) {
    const reading = await readOptions(session, schema, name);
    if (reading.kind === 'unread') {
      await confirmWithoutOptions(name, reading.reason);
    } else {
      options = reading.options;
    }
  }
  return {
    name,
    action: found.name === undefined ? 'create' : 'alter',
    after: { address: makeBucketUrl(wish.bucket, wish.region), keyIdEnd: showKeyIdEnd(wish.keys.accessKeyId) },
    before: found.name === undefined ? undefined : await readFace(session, name),
    keys: wish.keys,
    options,
    grants: listConnectionGrants(schema, name),
    warnings: wish.bucket.includes('.')
      ? [
          `The bucket '${wish.bucket}' has a dot in its name, which the TLS certificate of S3 does not cover: take another.`,
        ]
      : [],
  };
}

/** Address and user are shown to those only who may alter the connection. */
async function readFace(session: Session, name: string): Promise<ConnectionFace | undefined> {
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
