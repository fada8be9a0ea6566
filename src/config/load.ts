import { askSecret, type TerminalInput } from './ask-password.js';
import { type CheckedSettings, parseSettings } from './parse.js';
import { collectSettings, type FlagValues, readEnvironment, readFlags } from './sources.js';

/** What the settings are read from and, for a missing password, asked on. */
export interface SettingsIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: TerminalInput;
  readonly stderr: { write(text: string): unknown };
}

/**
 * Flags, then the environment → the checked settings that `command` needs. A password that is nowhere given is asked for on a
 * terminal.
 * @throws UserError E-SME-1 with all that is missing or wrong
 */
export async function loadSettings<Part extends keyof CheckedSettings>(
  flags: FlagValues,
  parts: readonly Part[],
  io: SettingsIo,
  command: string,
): Promise<Pick<CheckedSettings, Part>> {
  const { raw, problems } = collectSettings([readFlags(flags), readEnvironment(io.env)]);
  const wanted: readonly (keyof CheckedSettings)[] = parts;
  const lacksPassword = raw.user !== undefined && raw.password === undefined && raw.accessToken === undefined;
  if (wanted.includes('connection') && lacksPassword && io.stdin.isTTY === true && problems.length === 0) {
    const value = await askSecret(`Password of ${raw.user.value}: `, io.stdin, io.stderr);
    return parseSettings({ ...raw, password: { value, origin: 'the password', rank: 0 } }, parts, command);
  }
  return parseSettings(raw, parts, command, problems);
}
