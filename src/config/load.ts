import type { Environment } from './environment.js';
import { type CheckedSettings, parseSettings } from './parse.js';
import { promptForSecret, readPasswordFromStdin, type TerminalInput } from './passwords.js';
import { type ResolvedSettings, resolveSettings, type SettingsFlags } from './resolve.js';

/** The sources of settings outside of flags, and the terminal for the password prompt. */
export interface SettingsIo {
  readonly env: Environment;
  /** The working directory, which may contain a `.env`. */
  readonly cwd: string;
  readonly stdin: TerminalInput;
  readonly stderr: { write(text: string): unknown };
  /** True if a user can be prompted. */
  readonly interactive: boolean;
  /** Called with each warning about the files that were read. */
  warn(text: string): void;
}

/**
 * Loads and checks the settings that `command` needs, and prompts for a missing password on a terminal.
 * @throws UserError E-SME-1 with everything that is missing or wrong
 */
export async function loadSettings<Part extends keyof CheckedSettings>(
  flags: SettingsFlags,
  parts: readonly Part[],
  io: SettingsIo,
  command: string,
): Promise<Pick<CheckedSettings, Part>> {
  const gathered = await gatherSettings(flags, io);
  for (const warning of gathered.warnings) {
    io.warn(warning);
  }
  const requested: readonly (keyof CheckedSettings)[] = parts;
  const settings = requested.includes('connection') ? await promptForMissingPassword(gathered, io) : gathered;
  return parseSettings(settings.raw, parts, command, settings);
}

/** Prompts for the password if no source has one, a user can be prompted, and nothing else is wrong. */
export async function promptForMissingPassword(settings: ResolvedSettings, io: SettingsIo): Promise<ResolvedSettings> {
  const { raw, problems } = settings;
  const lacksPassword = [raw.password, raw.accessToken, raw.refreshToken].every((secret) => secret === undefined);
  if (raw.user === undefined || !lacksPassword || !io.interactive || problems.length > 0) {
    return settings;
  }
  const value = await promptForSecret(`Password of ${raw.user.value}: `, io.stdin, io.stderr);
  return { ...settings, raw: { ...raw, password: { value, origin: 'the password', rank: 0 } } };
}

/** Gathers the settings of flags alone, with the password from stdin if `--password-stdin` is set. */
export async function gatherFlags(flags: SettingsFlags, io: SettingsIo): Promise<ResolvedSettings> {
  return await gatherSettings({ ...flags, from: { ...flags.from, config: false } }, { ...io, env: {}, cwd: '' });
}

/** The settings of all sources, unchecked, with the password from stdin if `--password-stdin` is given. */
export async function gatherSettings(flags: SettingsFlags, io: SettingsIo): Promise<ResolvedSettings> {
  if (flags.from?.passwordStdin !== true) {
    return await resolveSettings(flags, io.env, io.cwd);
  }
  const fromStdin = ['--password-stdin', await readPasswordFromStdin(io.stdin, io.stderr)] as const;
  const others = [...(flags.password ?? []), ...(flags.passwordFile ?? [])];
  const conflicting = others.find(([, value]) => value !== undefined)?.[0];
  const resolved = await resolveSettings({ ...flags, password: [fromStdin], passwordFile: [] }, io.env, io.cwd);
  return conflicting === undefined
    ? resolved
    : {
        ...resolved,
        problems: [`${conflicting} and --password-stdin are both given: use only one of them`, ...resolved.problems],
      };
}
