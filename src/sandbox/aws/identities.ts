/**
 * The users and roles of the sandbox's account, and their keys. Temporary keys end with the sandbox, and expire by the real clock, because
 * clients compare their expiration with that clock.
 */
import { randomBytes } from 'node:crypto';
import type { HttpRequest } from './http.js';
import {
  checkPolicy,
  type Decision,
  evaluatePolicy,
  matchesAction,
  type Permission,
  type PolicyDocument,
} from './iam/policy.js';
import {
  type Credentials,
  equalsInConstantTime,
  type ParsedSignature,
  type SignatureProblem,
  type VerifiedSignature,
  verifySignature,
} from './signature.js';

/** What an identity may call. */
interface Rights {
  /** IAM actions that no policy allows, such as `s3:PutObject` or `sagemaker:*`. */
  readonly denies?: readonly string[];
  /** If set, only what this policy allows is allowed; without one, everything is. */
  readonly policy?: PolicyDocument;
}

/** The user or the session of a role that a key belongs to. */
export interface Identity extends Rights {
  readonly arn: string;
  readonly userId: string;
  /** The role of a session of a role; undefined for users. */
  readonly role?: string;
}

export interface TemporaryKeys extends Credentials {
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface UserRequest extends Rights {
  readonly name: string;
}

export interface RoleRequest extends Rights {
  /** May begin with a path, as in `service-role/Training`. */
  readonly name: string;
  /** If set, AssumeRole must pass the same one. */
  readonly externalId?: string;
  /** ARNs of the users and roles that may assume this one; by default all of the account. */
  readonly trusts?: readonly string[];
  /** Services that may assume this role, such as `sagemaker.amazonaws.com`. Users may not assume it then, unless `trusts` names them. */
  readonly services?: readonly string[];
  /** Lifetime of every session, whatever AssumeRole asks for. Tests use it to see short sessions expire. */
  readonly sessionSeconds?: number;
  /** The maximum of DurationSeconds; AWS's default is one hour. */
  readonly maxSessionSeconds?: number;
}

export interface Role extends RoleRequest {
  readonly arn: string;
  readonly id: string;
}

/** A permission that a request needed, and the decision about it. */
export interface Authorization extends Permission {
  readonly identity: Identity;
  readonly decision: Decision;
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
  /** Calls a function with every authorization of a request. @returns a function that ends it */
  watchAuthorizations(watcher: (authorization: Authorization) => void): () => void;
}

export class Identities implements IdentityControl {
  readonly #accountId: string;
  readonly #keys = new Map<string, Key>();
  readonly #roles = new Map<string, Role>();
  readonly #users = new Map<string, Identity>();
  readonly #watchers = new Set<(authorization: Authorization) => void>();
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
    if (request.policy !== undefined) checkPolicy(request.policy);
    this.#roles.set(arn, { ...request, arn, id: `AROA${randomCapitals(16)}` });
    return arn;
  }

  findRole(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** Names of roles are unique in an account, whatever their paths. */
  findRoleByName(name: string): Role | undefined {
    return [...this.#roles.values()].find((role) => role.name.split('/').at(-1)?.toLowerCase() === name.toLowerCase());
  }

  /** A user or a role by its ARN, as the source of policies. */
  findPrincipal(arn: string): Identity | undefined {
    const role = this.#roles.get(arn);
    return role === undefined ? this.#users.get(arn) : { ...role, userId: role.id };
  }

  issueSession({ user, seconds = 3600 }: { user?: Credentials; seconds?: number } = {}): TemporaryKeys {
    const identity = user === undefined ? this.#user : this.#keys.get(user.accessKeyId)?.identity;
    if (identity === undefined) throw new Error(`The sandbox has no user with the key ${user?.accessKeyId}.`);
    return this.issueKeys(identity, seconds);
  }

  /** Temporary keys of the session of a role. */
  issueRoleSession(role: Role, sessionName: string, seconds: number): TemporaryKeys & { readonly identity: Identity } {
    const identity: Identity = {
      arn: `arn:aws:sts::${this.#accountId}:assumed-role/${role.name.split('/').at(-1)}/${sessionName}`,
      userId: `${role.id}:${sessionName}`,
      ...rightsOf(role),
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

  /** Decides about a permission that a request needs. */
  authorize(identity: Identity, permission: Permission): Decision {
    const decision = decide(identity, permission);
    for (const watcher of this.#watchers) watcher({ ...permission, identity, decision });
    return decision;
  }

  watchAuthorizations(watcher: (authorization: Authorization) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
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

  #makeUser(request: UserRequest): Identity {
    const { name, policy } = request;
    if (policy !== undefined) checkPolicy(policy);
    const user: Identity = {
      arn: `arn:aws:iam::${this.#accountId}:user/${name}`,
      userId: name === 'sandbox' ? 'AIDASANDBOX000000001' : `AIDA${randomCapitals(16)}`,
      ...rightsOf(request),
    };
    this.#users.set(user.arn, user);
    return user;
  }
}

const rightsOf = ({ denies, policy }: Rights): Rights => ({
  ...(denies === undefined ? {} : { denies }),
  ...(policy === undefined ? {} : { policy }),
});

/** The decision about a permission, without recording it, for simulations. */
export function decide({ denies = [], policy }: Rights, permission: Permission): Decision {
  if (denies.some((denied) => matchesAction(denied, permission.action))) return 'implicitDeny';
  return policy === undefined ? 'allowed' : evaluatePolicy(policy, permission);
}

/** The text with which services refuse a request. */
export function describeDenial({ arn }: Identity, { action, resource }: Permission, decision: Decision): string {
  const reason =
    decision === 'explicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

function makeKeys(prefix: 'AKIA' | 'ASIA'): Credentials {
  return { accessKeyId: `${prefix}${randomCapitals(16)}`, secretAccessKey: randomBytes(30).toString('base64') };
}

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function randomCapitals(count: number): string {
  return Array.from(randomBytes(count), (byte) => capitals[byte % capitals.length]).join('');
}
