import { loadSettings } from '../config/load.js';
import type { CheckedSettings } from '../config/parse.js';
import type { SettingsFlags } from '../config/resolve.js';
import { readSettingOptions } from '../config/setting-options.js';
import type { CommandIo } from '../terminal/io.js';
import type { ConnectionFlags } from './options.js';

/** Flags of commands that have to do with AWS. */
export interface AwsFlags extends ConnectionFlags {
  readonly region?: string | undefined;
  readonly awsProfile?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly bucket?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly connection?: string | undefined;
  readonly outputPath?: string | undefined;
}

/**
 * Settings of a command that has to do with AWS.
 * @param name of the connection, where the command takes it as an argument
 * @throws UserError E-SME-1
 */
export function loadAwsSettings<Part extends keyof CheckedSettings>(
  flags: AwsFlags,
  parts: readonly Part[],
  io: CommandIo,
  name?: string,
): Promise<Pick<CheckedSettings, Part>> {
  return loadSettings(readAwsFlags(flags, name), parts, io, io.command);
}

/** Flags → a source of settings. */
export const readAwsFlags = (flags: AwsFlags, name?: string): SettingsFlags => readSettingOptions(flags, name);
