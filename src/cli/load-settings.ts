import type { CheckedSettings } from '../config/parse.js';
import { readSettingOptions } from '../config/setting-options.js';
import type { CommandIo } from '../terminal/io.js';

/**
 * Loads the checked settings that a command needs.
 * @param flags options of the command, as commander parsed them
 * @param connectionName name of the CONNECTION, for commands that take it as an argument
 * @throws UserError E-SME-1 with everything that is missing or invalid
 */
export async function loadCommandSettings<Part extends keyof CheckedSettings>(
  flags: object,
  parts: readonly Part[],
  io: CommandIo,
  connectionName?: string,
): Promise<Pick<CheckedSettings, Part>> {
  const { loadSettings } = await import('../config/load.js');
  return await loadSettings(readSettingOptions(flags, connectionName), parts, io, io.command);
}
