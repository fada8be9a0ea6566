import { constants, generateKeyPair, type KeyObject, privateDecrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { ClientDescription, Database, DatabaseSession } from '../types/database.js';
import { ProtocolError } from './exception.js';
import type { JsonValue } from './json.js';
import { type Credentials, credentials, loginRequest, parseRequest } from './requests.js';
import { ClientSession, type ServerFacts } from './session.js';

/** The newest supported protocol version. A client that requests a newer one gets this one. */
const newestProtocol = 3;

/** As in Exasol. It limits passwords to 117 bytes. */
const keyBits = 1024;

/** Key pair with which clients encrypt passwords, created once per server. */
export interface LoginKey {
  readonly privateKey: KeyObject;
  /** `responseData` of the first step: PKCS#1 PEM, and modulus and exponent in hex. */
  readonly announcement: JsonValue;
}

export async function makeLoginKey(): Promise<LoginKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: keyBits });
  const { n, e } = publicKey.export({ format: 'jwk' });
  return {
    privateKey,
    announcement: {
      publicKeyPem: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      publicKeyModulus: toHex(n),
      publicKeyExponent: toHex(e),
    },
  };
}

/** The first request of a login. */
export interface LoginAttempt {
  readonly method: 'password' | 'token';
  readonly protocolVersion: number;
}

/**
 * First step of a login: reads the method and the protocol version.
 *
 * @throws ProtocolError for any other command before the login
 */
export function startLogin(request: unknown): LoginAttempt {
  const { command, protocolVersion } = parseRequest(loginRequest, request, 'login');
  if (command === 'subLogin' || command === 'subLoginToken') {
    throw new ProtocolError(`Feature not supported: command '${command}' (sandbox gap)`, '0A000');
  }
  if (command !== 'login' && command !== 'loginToken') {
    throw new ProtocolError(`Command '${command}' is not allowed before login`);
  }
  return {
    method: command === 'login' ? 'password' : 'token',
    protocolVersion: Math.min(protocolVersion, newestProtocol),
  };
}

/**
 * Second step: checks the credentials and opens the session with the client's attributes.
 *
 * @throws ExasolError 08004 for wrong credentials; the database's error if the schema does not exist
 */
export async function finishLogin(
  attempt: LoginAttempt,
  request: unknown,
  database: Database,
  key: LoginKey,
  server: ServerFacts,
): Promise<ClientSession> {
  const login = parseRequest(credentials, request, 'login');
  const client = describeClient(login);
  const user =
    attempt.method === 'password'
      ? await checkPassword(database, login.username ?? '', decryptPassword(login.password ?? '', key))
      : await database.authenticateToken(login.accessToken ?? login.refreshToken ?? '');
  if (user === undefined) {
    const error = new ProtocolError('Connection exception - authentication failed.', '08004');
    database.noteFailedLogin(login.username ?? '', client, { code: error.sqlCode, text: error.message });
    throw error;
  }
  const opened = await database.openSession(user, {}, client);
  const session = new ClientSession(opened, login.useCompression === true, server);
  try {
    await session.setAttributes(login.attributes ?? {});
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Drivers send their name and version as `driverName`; the program that uses them may set `clientName` and `clientVersion`. */
function describeClient(login: Credentials): ClientDescription {
  const { clientName, clientVersion, driverName, clientOs, clientOsUsername } = login;
  const name = [clientName, clientVersion].filter((text) => text !== undefined && text !== '').join(' ');
  return { name: name === '' ? undefined : name, driver: driverName, os: clientOs, osUser: clientOsUsername };
}

/** `responseData` of the second step. */
export function describeLogin(session: DatabaseSession, database: Database, protocolVersion: number): JsonValue {
  return {
    sessionId: session.id,
    protocolVersion,
    releaseVersion: database.version,
    databaseName: database.name,
    productName: 'EXASolution',
    maxDataMessageSize: 67_108_864,
    maxIdentifierLength: 128,
    maxVarcharLength: 2_000_000,
    identifierQuoteString: '"',
    timeZone: session.attributes.timezone,
    timeZoneBehavior: session.attributes.timeZoneBehavior,
  };
}

async function checkPassword(
  database: Database,
  user: string,
  password: string | undefined,
): Promise<string | undefined> {
  return password !== undefined && (await database.authenticate(user, password)) ? user : undefined;
}

/**
 * Removes the padding of RSAES-PKCS1-v1_5 itself: since the security releases of 2024 (CVE-2023-46809), Node rejects this padding if OpenSSL
 * does not support implicit rejection.
 *
 * @returns undefined if the text cannot be decrypted, which is treated as a wrong password
 */
function decryptPassword(encrypted: string, key: LoginKey): string | undefined {
  try {
    const padding = constants.RSA_NO_PADDING;
    const block = privateDecrypt({ key: key.privateKey, padding }, Buffer.from(encrypted, 'base64'));
    const end = block.indexOf(0, 2);
    return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1).toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

function toHex(base64url: string | undefined): string {
  return Buffer.from(base64url ?? '', 'base64url').toString('hex');
}
