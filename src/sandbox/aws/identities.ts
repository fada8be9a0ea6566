/**
 * The users and roles of the sandbox's account, and their keys. Temporary keys end with the sandbox, and expire by the real clock, because
 * clients compare their expiration with that clock.
 */
import { randomBytes } from 'node:crypto';
import type { HttpRequest } from './http.js';
import {
  type Credentials,
  equalsInConstantTime,
  type ParsedSignature,
  type SignatureProblem,
  type VerifiedSignature,
  verifySignature,
} from './signature.js';

/** The user or the session of a role that a key belongs to. */
export interface Identity {
  readonly arn: string;
  readonly userId: string;
  /** IAM actions that this identity may not call, such as `s3:PutObject` or `sagemaker:*`. Everything else is allowed. */
  readonly denies: readonly string[];
  /** The role of a session of a role; undefined for users. */
  readonly role?: string;
}

export interface TemporaryKeys extends Credentials {
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface UserRequest {
  readonly name: string;
  readonly denies?: readonly string[];
}

export interface RoleRequest {
  readonly name: string;
  /** If set, AssumeRole must pass the same one. */
  readonly externalId?: string;
  /** ARNs of the users and roles that may assume this one; by default all of the account. */
  readonly trusts?: readonly string[];
  readonly denies?: readonly string[];
  /** Lifetime of every session, whatever AssumeRole asks for. Tests use it to see short sessions expire. */
  readonly sessionSeconds?: number;
  /** The maximum of DurationSeconds; AWS's default is one hour. */
  readonly maxSessionSeconds?: number;
}

export interface Role extends RoleRequest {
  readonly arn: string;
}

interface Key extends Credentials {
  readonly identity: Identity;
  /** Only temporary keys have a token and an expiration. */
  readonly sessionToken?: string;
  readonly expiresAt?: number;
}

/** What every sandbox starts with, apart from its first user. */
const defaultRoles: readonly RoleRequest[] = [
  { name: 'SandboxDataRole' },
  { name: 'SandboxExternalRole', externalId: 'sandbox-external-id' },
];

/** What tests do with identities. */
export interface IdentityControl {
  /** Adds a user. @returns long-term keys */
  addUser(request: UserRequest): Credentials;
  /** Adds a role, or replaces the one of this name. @returns its ARN */
  addRole(request: RoleRequest): string;
  /** Temporary keys of a user, by default the first one, as GetSessionToken returns them, with any lifetime. */
  issueSession(request?: { readonly user?: Credentials; readonly seconds?: number }): TemporaryKeys;
  /**
   * Lets all temporary keys expire that have been issued so far.
   *
   * @param requests number of requests with temporary keys that are still accepted
   */
  expireSessions(requests?: number): void;
}

export class Identities implements IdentityControl {
  readonly #accountId: string;
  readonly #keys = new Map<string, Key>();
  readonly #roles = new Map<string, Role>();
  readonly #user: Identity;
  /** How many requests with temporary keys are accepted until all of them expire; undefined without such a limit. */
  #requestsLeft: number | undefined;

  constructor(accountId: string, credentials: Credentials) {
    this.#accountId = accountId;
    this.#user = this.#makeUser({ name: 'sandbox' });
    this.#keys.set(credentials.accessKeyId, { ...credentials, identity: this.#user });
    for (const role of defaultRoles) this.addRole(role);
  }

  addUser(request: UserRequest): Credentials {
    const key = { ...makeKeys('AKIA'), identity: this.#makeUser(request) };
    this.#keys.set(key.accessKeyId, key);
    const { accessKeyId, secretAccessKey } = key;
    return { accessKeyId, secretAccessKey };
  }

  addRole(request: RoleRequest): string {
    const arn = `arn:aws:iam::${this.#accountId}:role/${request.name}`;
    this.#roles.set(arn, { ...request, arn });
    return arn;
  }

  findRole(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  issueSession({ user, seconds = 3600 }: { user?: Credentials; seconds?: number } = {}): TemporaryKeys {
    const identity = user === undefined ? this.#user : this.#keys.get(user.accessKeyId)?.identity;
    if (identity === undefined) throw new Error(`The sandbox has no user with the key ${user?.accessKeyId}.`);
    return this.issueKeys(identity, seconds);
  }

  /** Temporary keys of the session of a role. */
  issueRoleSession(role: Role, sessionName: string, seconds: number): TemporaryKeys & { readonly identity: Identity } {
    const identity: Identity = {
      arn: `arn:aws:sts::${this.#accountId}:assumed-role/${role.name}/${sessionName}`,
      userId: `AROA${randomCapitals(16)}:${sessionName}`,
      denies: role.denies ?? [],
      role: role.arn,
    };
    return { ...this.issueKeys(identity, role.sessionSeconds ?? seconds), identity };
  }

  issueKeys(identity: Identity, seconds: number): TemporaryKeys {
    const keys = { ...makeKeys('ASIA'), sessionToken: `FwoGZXIvYXdzE${randomBytes(192).toString('base64')}` };
    const expiresAt = Date.now() + seconds * 1000;
    this.#keys.set(keys.accessKeyId, { ...keys, identity, expiresAt });
    return { ...keys, expiration: new Date(expiresAt) };
  }

  expireSessions(requests = 0): void {
    this.#requestsLeft = requests > 0 ? requests : undefined;
    if (requests > 0) return;
    for (const [id, key] of this.#keys) {
      if (key.expiresAt !== undefined) this.#keys.set(id, { ...key, expiresAt: 0 });
    }
  }

  isAllowed(identity: Identity, action: string): boolean {
    return !identity.denies.some((denied) => matchesAction(denied, action));
  }

  /** Verifies key, token and signature of a request, and identifies its caller. */
  verify(
    request: HttpRequest,
    parsed: ParsedSignature,
    payloadHash: string,
    now = Date.now(),
  ): (VerifiedSignature & { readonly identity: Identity }) | SignatureProblem {
    const { accessKeyId, sessionToken } = parsed;
    const key = this.#keys.get(accessKeyId);
    // Without its token, AWS does not know a temporary key.
    if (key === undefined || (key.sessionToken !== undefined && sessionToken === undefined)) {
      return { kind: 'unknownKey', accessKeyId };
    }
    if (sessionToken !== undefined && !equalsInConstantTime(sessionToken, key.sessionToken ?? '')) {
      return { kind: 'invalidToken' };
    }
    const signature = verifySignature(request, parsed, key, payloadHash, now);
    if ('kind' in signature) return signature;
    if (key.expiresAt !== undefined && now >= key.expiresAt) return { kind: 'expiredToken' };
    if (key.sessionToken !== undefined && this.#requestsLeft !== undefined) this.expireSessions(this.#requestsLeft - 1);
    return { ...signature, identity: key.identity };
  }

  #makeUser({ name, denies = [] }: UserRequest): Identity {
    return {
      arn: `arn:aws:iam::${this.#accountId}:user/${name}`,
      userId: name === 'sandbox' ? 'AIDASANDBOX000000001' : `AIDA${randomCapitals(16)}`,
      denies,
    };
  }
}

/** Actions ignore case, and a trailing `*` stands for any end. */
function matchesAction(pattern: string, action: string): boolean {
  const [left, right] = [pattern.toLowerCase(), action.toLowerCase()];
  return left.endsWith('*') ? right.startsWith(left.slice(0, -1)) : left === right;
}

function makeKeys(prefix: 'AKIA' | 'ASIA'): Credentials {
  return { accessKeyId: `${prefix}${randomCapitals(16)}`, secretAccessKey: randomBytes(30).toString('base64') };
}

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function randomCapitals(count: number): string {
  return Array.from(randomBytes(count), (byte) => capitals[byte % capitals.length]).join('');
}
