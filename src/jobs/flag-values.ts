import { durationHint, parseSpanMs } from '../text/duration.js';
import { quoteValue } from '../text/quote-value.js';

/** Removes the double quotes of an SQL name. For an unquoted name, the script tries the exact name and the upper-case name. */
export function parseColumn(text: string | undefined): string | undefined {
  const quoted = /^"((?:[^"]|"")+)"$/.exec(text?.trim() ?? '')?.[1];
  return quoted?.replaceAll('""', '"') ?? text;
}

/** `A,b,"with, comma"` → three names. */
export function parseColumns(text: string | undefined): readonly string[] | undefined {
  return text?.match(/"(?:[^"]|"")+"|[^,]+/g)?.map((part) => parseColumn(part.trim()) ?? part);
}

/** `2h` → 7200. Adds to `problems` if the text is not a duration. */
export function parseSeconds(flag: string, text: string | undefined, problems: string[]): number | undefined {
  const milliseconds = text === undefined ? undefined : parseSpanMs(text);
  if (text !== undefined && milliseconds === undefined) {
    problems.push(`${flag} '${quoteValue(text)}' is not a duration. ${durationHint}`);
  }
  return milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1000);
}

/** Reads `key=value` pairs. Adds to `problems` for each text that is not such a pair. */
export function parseTags(
  pairs: readonly string[] | undefined,
  problems: string[],
): Readonly<Record<string, string>> | undefined {
  const tags = new Map<string, string>();
  for (const text of pairs ?? []) {
    const at = text.indexOf('=');
    if (at < 1) {
      problems.push(`--tag '${text}' is not a tag; use KEY=VALUE, such as team=sales`);
    } else {
      tags.set(text.slice(0, at), text.slice(at + 1));
    }
  }
  return tags.size === 0 ? undefined : Object.fromEntries(tags);
}

/** The same values without those that are undefined or null. */
export function omitMissing(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
