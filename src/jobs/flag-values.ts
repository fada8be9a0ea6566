import { durationHint, parseSpanMs } from '../text/duration.js';
import { quoteValue } from '../text/quote-value.js';

/** A column as SQL writes it; the script tries the exact name and the upper-cased one. */
export function readColumn(text: string | undefined): string | undefined {
  const quoted = /^"((?:[^"]|"")+)"$/.exec(text?.trim() ?? '')?.[1];
  return quoted?.replaceAll('""', '"') ?? text;
}

/** `A,b,"with, comma"` → the three names. */
export function readColumns(text: string | undefined): readonly string[] | undefined {
  return text?.match(/"(?:[^"]|"")+"|[^,]+/g)?.map((part) => readColumn(part.trim()) ?? part);
}

/** `2h` → 7200; what is not a duration is added to the problems. */
export function readSeconds(flag: string, text: string | undefined, problems: string[]): number | undefined {
  const milliseconds = text === undefined ? undefined : parseSpanMs(text);
  if (text !== undefined && milliseconds === undefined) {
    problems.push(`${flag} '${quoteValue(text)}' is not a duration. ${durationHint}`);
  }
  return milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1000);
}

/** `key=value`, each; what is none is added to the problems. */
export function readTags(
  given: readonly string[] | undefined,
  problems: string[],
): Readonly<Record<string, string>> | undefined {
  const tags = new Map<string, string>();
  for (const text of given ?? []) {
    const at = text.indexOf('=');
    if (at < 1) {
      problems.push(`--tag '${text}' is no tag such as team=sales`);
    } else {
      tags.set(text.slice(0, at), text.slice(at + 1));
    }
  }
  return tags.size === 0 ? undefined : Object.fromEntries(tags);
}

/** The same without what is not given. */
export function omitMissing(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
