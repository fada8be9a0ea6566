import type { ObjectName } from '../exasol/object-name.js';
import type { Secret } from '../secret.js';
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
  readonly connectionName: ObjectName | undefined;
  readonly outputPath: string | undefined;
}

/** What and where to deploy, without the connection. */
export interface DeploymentConfig {
  readonly schema: ObjectName;
  /** Alias in SCRIPT_LANGUAGES that runs the Python UDFs. */
  readonly languageAlias: string;
}

/** The same for commands that can do without the schema. */
export interface DeploymentDefaults extends Pick<DeploymentConfig, 'languageAlias'> {
  readonly schema: ObjectName | undefined;
}
