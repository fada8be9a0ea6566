import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { findPermissionWarnings } from './files.js';

/** A value of a profile, unchecked. */
export type ProfileValue = string | number | boolean;

/** One table of a settings file, with the keys of the file. */
export interface Profile {
  readonly name: string;
  readonly isDefault: boolean;
  readonly values: Readonly<Record<string, ProfileValue>>;
}

/** The content of a settings file. A problem names the file and never quotes a value, which may be a secret. */
export interface ProfileFile {
  readonly path: string;
  readonly profiles: readonly Profile[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads a settings file: TOML with one table for each profile. Undefined if the file does not exist. */
export async function readProfileFile(path: string): Promise<ProfileFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : unreadable(path, `cannot be read (${code ?? 'unknown reason'})`);
  }
  return { ...(await parseProfiles(path, text)), warnings: findPermissionWarnings(path) };
}

async function parseProfiles(path: string, text: string): Promise<ProfileFile> {
  const { parse, TomlError } = await import('smol-toml');
  let tables: Readonly<Record<string, unknown>>;
  try {
    tables = parse(text);
  } catch (thrown) {
    // Only the first line is safe: the rest of the message quotes the file, which may contain a password.
    const place = thrown instanceof TomlError ? `, line ${thrown.line}, column ${thrown.column}` : '';
    const reason = thrown instanceof Error ? thrown.message.split('\n', 1)[0] : 'unknown reason';
    return unreadable(path, `is not valid TOML${place}: ${reason}`);
  }
  const problems: string[] = [];
  const profiles = Object.entries(tables).flatMap(([name, table]) => readProfile(path, name, table, problems));
  const defaults = profiles.filter(({ isDefault }) => isDefault).map(({ name }) => `'${name}'`);
  if (defaults.length > 1) {
    problems.push(`'${path}' has ${defaults.length} default profiles, ${defaults.join(' and ')}: keep one`);
  }
  return { path, profiles, problems, warnings: [] };
}

function unreadable(path: string, reason: string): ProfileFile {
  return { path, profiles: [], problems: [`the settings file '${path}' ${reason}`], warnings: [] };
}

function readProfile(path: string, name: string, table: unknown, problems: string[]): readonly Profile[] {
  if (!isTable(table)) {
    problems.push(`'${name}' in '${path}' is outside of a profile: start one above it, such as [dev]`);
    return [];
  }
  const values: Record<string, ProfileValue> = {};
  for (const [key, value] of listValues(table)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      values[key] = value;
    } else {
      problems.push(`'${key}' of profile '${name}' in '${path}' must be a string, a number, true or false`);
    }
  }
  const { default: isDefault, ...others } = values;
  if (isDefault !== undefined && typeof isDefault !== 'boolean') {
    problems.push(`'default' of profile '${name}' in '${path}' must be true or false`);
  }
  return [{ name, isDefault: isDefault === true, values: others }];
}

/** The values of a profile. Those of its table `security` have keys such as `security.subnets`; lists become texts with commas. */
function listValues(table: object): readonly (readonly [key: string, value: unknown])[] {
  return Object.entries(table).flatMap(([key, value]): readonly (readonly [string, unknown])[] =>
    key === 'security' && isTable(value)
      ? Object.entries(value).map(([member, each]) => [`${key}.${member}`, isTextList(each) ? each.join(',') : each])
      : [[key, value]],
  );
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Appends a profile to the text of a settings file. Keeps the existing text with its comments. */
export async function appendProfile(
  text: string,
  name: string,
  values: Readonly<Record<string, ProfileValue>>,
): Promise<string> {
  const { stringify } = await import('smol-toml');
  const above = text.trimEnd();
  return `${above === '' ? '' : `${above}\n\n`}${stringify({ [name]: nestSecurity(values) })}`;
}

/** Moves keys such as `security.subnets` to the table `security`; texts with commas become lists. */
function nestSecurity(values: Readonly<Record<string, ProfileValue>>) {
  const prefix = 'security.';
  const entries = Object.entries(values);
  const security = entries
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), listKeys.has(key) ? String(value).split(/\s*,\s*/) : value]);
  const others = Object.fromEntries(entries.filter(([key]) => !key.startsWith(prefix)));
  return security.length === 0 ? others : { ...others, security: Object.fromEntries(security) };
}

const listKeys: ReadonlySet<string> = new Set(['security.subnets', 'security.security_group_ids']);

/**
 * Removes a profile from the text of a settings file: its lines up to the next header, and the comment lines directly above its own.
 * Keeps all other lines. If that would change another profile (dotted keys, inline tables), rewrites the file without its comments.
 */
export async function removeProfile(
  text: string,
  name: string,
): Promise<{ readonly text: string; readonly keepsComments: boolean }> {
  const { parse, stringify } = await import('smol-toml');
  const { [name]: _removed, ...others } = parse(text);
  const rewritten = stringify(others);
  const cut = cutProfile(text, name);
  if (cut !== undefined) {
    const { problems } = await parseProfiles('', cut);
    if (problems.length === 0 && isDeepStrictEqual(parse(cut), parse(rewritten))) {
      return { text: cut, keepsComments: true };
    }
  }
  return { text: rewritten, keepsComments: false };
}

function cutProfile(text: string, name: string): string | undefined {
  const lines = text.split('\n');
  const isHeader = (line: string) => /^\s*\[/.test(line);
  const header = lines.findIndex((line) => readHeader(line) === name);
  if (header < 0) {
    return undefined;
  }
  const next = lines.findIndex((line, index) => index > header && isHeader(line));
  const start = findFirstComment(lines, header);
  const end = next < 0 ? lines.length : findFirstComment(lines, next);
  const rest = [...lines.slice(0, start), ...lines.slice(end)].join('\n').trim();
  return rest === '' ? '' : `${rest}\n`;
}

/** Index of the first of the comment lines directly above a header. */
function findFirstComment(lines: readonly string[], header: number): number {
  let first = header;
  while (first > 0 && /^\s*#/.test(lines[first - 1] ?? '')) {
    first -= 1;
  }
  return first;
}

function readHeader(line: string): string | undefined {
  const match = /^\s*\[\s*(?:"([^"\\]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*\]\s*(?:#.*)?$/.exec(line);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}
