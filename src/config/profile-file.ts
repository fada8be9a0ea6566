import { readFile } from 'node:fs/promises';
import { warnOfReaders } from './private-file.js';

/** A value of a profile, unchecked. */
export type ProfileValue = string | number | boolean;

/** One table of a settings file. Keys are as the file spells them. */
export interface Profile {
  readonly name: string;
  readonly isDefault: boolean;
  readonly values: Readonly<Record<string, ProfileValue>>;
}

/** What a settings file says. Problems name the file and never quote a value, which may be a secret. */
export interface ProfileFile {
  readonly path: string;
  readonly profiles: readonly Profile[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads a settings file in TOML, one table a profile; undefined where there is none. */
export async function readProfileFile(path: string): Promise<ProfileFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : broken(path, `cannot be read (${code ?? 'no reason'})`);
  }
  return { ...(await parseProfiles(path, text)), warnings: warnOfReaders(path) };
}

/** The profiles in the text of a settings file. */
export async function parseProfiles(path: string, text: string): Promise<ProfileFile> {
  const { parse, TomlError } = await import('smol-toml');
  let tables: Readonly<Record<string, unknown>>;
  try {
    tables = parse(text);
  } catch (thrown) {
    // the rest of its message shows the line, in which a password may stand
    const place = thrown instanceof TomlError ? `, line ${thrown.line}, column ${thrown.column}` : '';
    const reason = thrown instanceof Error ? thrown.message.split('\n', 1)[0] : 'no reason';
    return broken(path, `is no TOML${place}: ${reason}`);
  }
  const problems: string[] = [];
  const profiles = Object.entries(tables).flatMap(([name, table]) => readProfile(path, name, table, problems));
  const defaults = profiles.filter(({ isDefault }) => isDefault).map(({ name }) => `'${name}'`);
  if (defaults.length > 1) {
    problems.push(`'${path}' has ${defaults.length} default profiles, ${defaults.join(' and ')}: leave one`);
  }
  return { path, profiles, problems, warnings: [] };
}

function broken(path: string, reason: string): ProfileFile {
  return { path, profiles: [], problems: [`the settings file '${path}' ${reason}`], warnings: [] };
}

function readProfile(path: string, name: string, table: unknown, problems: string[]): readonly Profile[] {
  if (typeof table !== 'object' || table === null || Array.isArray(table) || table instanceof Date) {
    problems.push(`'${name}' in '${path}' stands outside a profile: begin one above it, such as [dev]`);
    return [];
  }
  const values: Record<string, ProfileValue> = {};
  for (const [key, value] of Object.entries(table)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      values[key] = value;
    } else {
      problems.push(`'${key}' of profile '${name}' in '${path}' must be a text, a number, true or false`);
    }
  }
  const { default: isDefault, ...others } = values;
  if (isDefault !== undefined && typeof isDefault !== 'boolean') {
    problems.push(`'default' of profile '${name}' in '${path}' must be true or false`);
  }
  return [{ name, isDefault: isDefault === true, values: others }];
}
