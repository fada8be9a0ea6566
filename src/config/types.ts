import type { ObjectName } from '../exasol/object-name.js';
import type { Secret } from '../secret.js';
import type { SettingName, ValueName } from './settings-table.js';

/** A value from a source, unchecked. */
export interface GivenSetting {
  readonly value: string;
  /** Where the user set it: `--host`, `EXASOL_HOST`, … */
  readonly origin: string;
}

/** A source of settings: flags, the environment, a `.env`, a profile, a running sandbox. */
export interface SettingsSource {
  read(name: ValueName): GivenSetting | undefined;
}

/** The flags of each setting with their values. The first flag that is set applies. */
export type FlagValues = Readonly<
  Partial<Record<ValueName, readonly (readonly [flag: string, value: string | undefined])[]>>
>;

/** A value that applies, unchecked. */
export interface RawSetting extends GivenSetting {
  /** Priority of its source, 0 being the highest. Decides between a password and a token. */
  readonly rank: number;
}

/** Settings that apply, unchecked. */
export type RawConfig = Readonly<Partial<Record<SettingName, RawSetting>>>;

/** How to call AWS: with which credentials, and at which URL. */
export interface AwsAccess {
  /** AWS CLI profile, for the SDK's credential chain. */
  readonly profile: string | undefined;
  /** A sandbox or a VPC endpoint, instead of AWS's own endpoints. */
  readonly endpointUrl: string | undefined;
  /** The same for single services, instead of `endpointUrl`. */
  readonly serviceEndpointUrls?: ServiceEndpointUrls;
  /** Keys from a `.env` or a sandbox. Without them, the SDK's default chain applies: environment, profile, SSO, … */
  readonly credentials: AwsKeys | undefined;
}

/** Services that sme calls itself. */
export type AwsService = 's3' | 'sagemaker' | 'sts';

export type ServiceEndpointUrls = Readonly<Partial<Record<AwsService, string>>>;

/** How to call AWS, and in which Region. */
export interface AwsConfig extends AwsAccess {
  readonly region: string;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | undefined;
  /** When the session token expires, if its source tells. */
  readonly expiresAt?: Date | undefined;
}

/** AWS settings for commands that can work without any of them. */
export interface AwsDefaults {
  readonly region: string | undefined;
  readonly bucket: string | undefined;
  readonly roleArn: string | undefined;
  readonly connectionName: ObjectName | undefined;
  readonly outputPath: string | undefined;
  /** Limit of trainings that set none, in seconds. */
  readonly maxRuntimeSeconds?: number | undefined;
  /** Whether trainings that do not say keep their data on S3. */
  readonly keepTrainingData?: boolean | undefined;
  /** Time to live of new endpoints that set none, in seconds. */
  readonly timeToLiveSeconds?: number | undefined;
}

/** The parameter `security` of trainings, endpoints and batches, with the keys of the scripts. */
export interface SecurityOptions {
  readonly vpc?: { readonly subnets?: readonly string[]; readonly security_group_ids?: readonly string[] };
  readonly volume_kms_key_id?: string;
  readonly output_kms_key_id?: string;
  readonly encrypt_inter_container_traffic?: boolean;
  readonly network_isolation?: boolean;
}

/** Security options, by whether a JSON file overrides them. */
export interface SecuritySettings {
  readonly flags: SecurityOptions;
  /** From the environment, a `.env` and the profile. */
  readonly others: SecurityOptions;
}

/** Where to deploy, and with which script language. */
export interface DeploymentConfig {
  readonly schema: ObjectName;
  /** Alias in SCRIPT_LANGUAGES that runs the Python UDFs. Undefined to keep that of the installed scripts. */
  readonly languageAlias: string | undefined;
}

/** `DeploymentConfig` for commands that work without a schema. */
export interface DeploymentDefaults extends Pick<DeploymentConfig, 'languageAlias'> {
  readonly schema: ObjectName | undefined;
}
