import { inspect } from 'node:util';
import type { SettingName } from './settings-table.js';

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
  | { readonly kind: 'token'; readonly user: string | undefined; readonly accessToken: Secret }
  | { readonly kind: 'refreshToken'; readonly user: string | undefined; readonly refreshToken: Secret };

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

/** Which AWS account to call, and where. */
export interface AwsAccess {
  /** A profile of the AWS CLI, for the SDK's own chain. */
  readonly profile: string | undefined;
  /** Instead of AWS's own endpoints: a sandbox, or a VPC endpoint. */
  readonly endpointUrl: string | undefined;
  /** Keys that a `.env` or a sandbox gives. Without them the SDK's standard chain decides: environment, profile, SSO … */
  readonly credentials: AwsKeys | undefined;
}

/** The same with the Region to call. */
export interface AwsConfig extends AwsAccess {
  readonly region: string;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | undefined;
}

/** What is set up around training, for commands that can do without any part of it. */
export interface AwsDefaults {
  readonly region: string | undefined;
  readonly bucket: string | undefined;
  readonly roleArn: string | undefined;
  readonly connectionName: SchemaName | undefined;
  readonly outputPath: string | undefined;
}

/** What and where to deploy, without the connection. */
export interface DeploymentConfig {
  readonly schema: SchemaName;
  /** Alias in SCRIPT_LANGUAGES that runs the Python UDFs. */
  readonly languageAlias: string;
}

/** The same for commands that can do without the schema. */
export interface DeploymentDefaults extends Pick<DeploymentConfig, 'languageAlias'> {
  readonly schema: SchemaName | undefined;
}
