import type { ObjectName } from '../exasol/object-name.js';
import type { Secret } from '../secret.js';
import type { SettingName, ValueName } from './settings-table.js';

/** A value as a source gives it, unchecked. */
export interface GivenSetting {
  readonly value: string;
  /** The name under which the user gave it: `--host`, `EXASOL_HOST`, … */
  readonly origin: string;
}

/** Where settings come from: flags, the environment, a `.env`, a profile, a running sandbox. */
export interface SettingsSource {
  read(name: ValueName): GivenSetting | undefined;
}

/** Setting → its flags with their values; the first flag that is given applies. */
export type FlagValues = Readonly<
  Partial<Record<ValueName, readonly (readonly [flag: string, value: string | undefined])[]>>
>;

/** A value that applies, unchecked. */
export interface RawSetting extends GivenSetting {
  /** Rank of its source, 0 for the most important. Decides between a password and a token. */
  readonly rank: number;
}

/** Settings that apply, unchecked. */
export type RawConfig = Readonly<Partial<Record<SettingName, RawSetting>>>;

/** Which AWS account to call, and where. */
export interface AwsAccess {
  /** AWS CLI profile, for the SDK's credential chain. */
  readonly profile: string | undefined;
  /** A sandbox or a VPC endpoint, instead of AWS's own endpoints. */
  readonly endpointUrl: string | undefined;
  /** Keys of a `.env` or a sandbox. Without them the SDK's default chain applies: environment, profile, SSO, … */
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

/** Settings around training, for commands that work without any of them. */
export interface AwsDefaults {
  readonly region: string | undefined;
  readonly bucket: string | undefined;
  readonly roleArn: string | undefined;
  readonly connectionName: ObjectName | undefined;
  readonly outputPath: string | undefined;
}

/** What to deploy and where, without the connection. */
export interface DeploymentConfig {
  readonly schema: ObjectName;
  /** Alias in SCRIPT_LANGUAGES that runs the Python UDFs. */
  readonly languageAlias: string;
}

/** The same for commands that work without a schema. */
export interface DeploymentDefaults extends Pick<DeploymentConfig, 'languageAlias'> {
  readonly schema: ObjectName | undefined;
}
