import { quoteValue } from '../text/quote-value.js';

/**
 * A schema as the user wrote it. In quotes (`"Sales"`) only that name is meant. Without quotes the exact name wins where there is
 * such a schema, else the upper-cased one, as SQL would read it.
 */
export interface ObjectName {
  /** Possible catalog names, the best first: one or two. */
  readonly candidates: readonly string[];
  /** The name that a new schema gets. */
  readonly whenNew: string;
}

/** Exasol's limit for names, in characters. */
const maximumLength = 128;

/** Reads the name of a schema (or of another object, `what`) as SQL would: quoted as it is, else with the two readings of `ObjectName`. */
export function parseObjectName(text: string, what = 'schema'): ObjectName | { readonly problem: string } {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text)?.[1]?.replaceAll('""', '"');
  const name = quoted ?? text.trim();
  if (name === '') {
    return { problem: `the name of the ${what} is empty` };
  }
  if (name.includes('.')) {
    return { problem: `'${quoteValue(name)}' has a dot in it, which no Exasol name can have; give the ${what} alone` };
  }
  if ([...name].length > maximumLength) {
    return {
      problem: `'${quoteValue(name)}' has ${[...name].length} characters; an Exasol name has at most ${maximumLength}`,
    };
  }
  const folded = name.toUpperCase();
  if (quoted !== undefined || folded === name) {
    return { candidates: [name], whenNew: name };
  }
  return { candidates: [name, folded], whenNew: folded };
}
