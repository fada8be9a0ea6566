import { isDeepStrictEqual } from 'node:util';
import { type ProfileValue, parseProfiles } from './profile-file.js';

/** A name that needs no quotes in TOML, in a shell and in a file name. */
export const profileNamePattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Puts a profile at the end of a settings file's text; everything above stays as it is, comments too. */
export async function appendProfile(
  text: string,
  name: string,
  values: Readonly<Record<string, ProfileValue>>,
): Promise<string> {
  const { stringify } = await import('smol-toml');
  const above = text.trimEnd();
  return `${above === '' ? '' : `${above}\n\n`}${stringify({ [name]: values })}`;
}

/**
 * Takes a profile out of a settings file's text, from its header to the next one, with the comment lines directly above its header.
 * All other lines stay as they are. Where TOML is written so that this is not possible (a dotted key, a table in one line), the other
 * profiles are written anew and comments are lost.
 */
export async function removeProfile(
  text: string,
  name: string,
): Promise<{ readonly text: string; readonly keepsComments: boolean }> {
  const { parse, stringify } = await import('smol-toml');
  const { [name]: _removed, ...others } = parse(text);
  const rewritten = stringify(others);
  const cut = cutTable(text, name);
  if (cut !== undefined) {
    const { problems } = await parseProfiles('', cut);
    if (problems.length === 0 && isDeepStrictEqual(parse(cut), parse(rewritten))) {
      return { text: cut, keepsComments: true };
    }
  }
  return { text: rewritten, keepsComments: false };
}

function cutTable(text: string, name: string): string | undefined {
  const lines = text.split('\n');
  const isHeader = (line: string) => /^\s*\[/.test(line);
  const header = lines.findIndex((line) => readHeader(line) === name);
  if (header < 0) {
    return undefined;
  }
  const next = lines.findIndex((line, index) => index > header && isHeader(line));
  const start = skipBack(lines, header);
  const end = next < 0 ? lines.length : skipBack(lines, next);
  const rest = [...lines.slice(0, start), ...lines.slice(end)].join('\n').trim();
  return rest === '' ? '' : `${rest}\n`;
}

/** The first of the comment lines that stand directly above a header. */
function skipBack(lines: readonly string[], header: number): number {
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
