import { askSecret, type TerminalInput } from './ask-password.js';
import { type CheckedSettings, parseSettings } from './parse.js';
import { readFirstLine } from './password-file.js';
import { readAll } from './read-input.js';
import { type ResolvedSettings, resolveSettings, type SettingsFlags } from './resolve.js';
import type { Environment } from './sources.js';

/** What the settings are read from and, for a missing password, asked on. */
export interface SettingsIo {
  readonly env: Environment;
  /** The working directory, whose `.env` counts. */
  readonly cwd: string;
  readonly stdin: TerminalInput;
  readonly stderr: { write(text: string): unknown };
  /** True where someone is there to answer a question and may be asked. */
  readonly interactive: boolean;
  /** Told what the user should know about the files that were read. */
  warn(text: string): void;
}

/**
 * The checked settings that `command` needs, from all sources in their order. A password that is nowhere given is asked for on a
 * terminal.
 * @throws UserError E-SME-1 with all that is missing or wrong
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
  const wanted: readonly (keyof CheckedSettings)[] = parts;
  const settings = wanted.includes('connection') ? await askMissingPassword(gathered, io) : gathered;
  return parseSettings(settings.raw, parts, command, settings);
}

/** Asks for a password that is nowhere given, on a terminal and where nothing else is wrong. */
export async function askMissingPassword(settings: ResolvedSettings, io: SettingsIo): Promise<ResolvedSettings> {
  const { raw, problems } = settings;
  const lacksPassword = [raw.password, raw.accessToken, raw.refreshToken].every((secret) => secret === undefined);
  if (raw.user === undefined || !lacksPassword || !io.interactive || problems.length > 0) {
    return settings;
  }
  const value = await askSecret(`Password of ${raw.user.value}: `, io.stdin, io.stderr);
  return { ...settings, raw: { ...raw, password: { value, origin: 'the password', rank: 0 } } };
}

/** What the flags alone give, with a password from stdin where they say so. */
export async function gatherFlags(flags: SettingsFlags, io: SettingsIo): Promise<ResolvedSettings> {
  return await gatherSettings({ ...flags, from: { ...flags.from, config: false } }, { ...io, env: {}, cwd: '' });
}

/** Settings of all sources, unchecked; the password from stdin where `--password-stdin` says so. */
export async function gatherSettings(flags: SettingsFlags, io: SettingsIo): Promise<ResolvedSettings> {
  if (flags.from?.passwordStdin !== true) {
    return await resolveSettings(flags, io.env, io.cwd);
  }
  const fromStdin = ['--password-stdin', await readPasswordFromStdin(io)] as const;
  const others = [...(flags.password ?? []), ...(flags.passwordFile ?? [])];
  const rival = others.find(([, value]) => value !== undefined)?.[0];
  const resolved = await resolveSettings({ ...flags, password: [fromStdin], passwordFile: [] }, io.env, io.cwd);
  return rival === undefined
    ? resolved
    : {
        ...resolved,
        problems: [`${rival} and --password-stdin are both given: give one of the two`, ...resolved.problems],
      };
}

/** The first line of what is piped in; on a terminal it is asked for without echo. */
async function readPasswordFromStdin(io: SettingsIo): Promise<string> {
  return io.stdin.isTTY === true
    ? await askSecret('Password: ', io.stdin, io.stderr)
    : readFirstLine(await readAll(io.stdin));
}
