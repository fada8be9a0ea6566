import { inspect } from 'node:util';

/** Every setting that flags, the environment or another source may give. */
export const settingNames = [
  'host',
  'port',
  'user',
  'password',
  'accessToken',
  'schema',
  'fingerprint',
  'verifyCertificate',
  'languageAlias',
  'timeout',
] as const;

export type SettingName = (typeof settingNames)[number];

/** A value as it was given, unchecked, and where it was given: `--host`, `EXASOL_HOST`, … */
export interface RawSetting {
  readonly value: string;
  readonly origin: string;
  /** Rank of its source, 0 the most important: decides between a password and a token. */
  readonly rank: number;
}

/** Untrusted settings, as the sources gave them. */
export type RawConfig = Readonly<Partial<Record<SettingName, RawSetting>>>;

/** A password or token. Shows itself only where `reveal` is called, not in a log, a template string or JSON. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself; for the login and nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}

/** How to log in. A token needs no user name. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret }
  | { readonly kind: 'token'; readonly user: string | undefined; readonly accessToken: Secret };

/** What to demand of the server's certificate. */
export type CertificatePolicy =
  | { readonly kind: 'verify' }
  /** SHA-256 of the DER certificate, 64 upper-case hex digits; chain and host name are then not looked at. */
  | { readonly kind: 'pin'; readonly fingerprint: string }
  | { readonly kind: 'trust-anyone' };

/** Everything that a connection to Exasol needs, checked. */
export interface ConnectionConfig {
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly certificate: CertificatePolicy;
  /** How long connecting and logging in may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * A schema as the user wrote it. In quotes (`"Sales"`) only that name is meant. Without quotes the exact name wins where there is
 * such a schema, else the upper-cased one, as SQL would read it.
 */
export interface SchemaName {
  /** Possible catalog names, the best first: one or two. */
  readonly candidates: readonly string[];
  /** The name that a new schema gets. */
  readonly whenNew: string;
}

/** What and where to deploy, without the connection. */
export interface DeploymentConfig {
  readonly schema: SchemaName;
  /** Alias in SCRIPT_LANGUAGES that runs the Python UDFs. */
  readonly languageAlias: string;
}
