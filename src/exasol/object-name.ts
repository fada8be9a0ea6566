import { quoteValue } from '../text/quote-value.js';

/**
 * A name of a schema or connection as the user wrote it. In double quotes (`"Sales"`) it means exactly that name. Without quotes it
 * means the name as written if there is one, else the upper-cased one, as SQL reads it.
 */
export interface ObjectName {
  /** Possible names in the catalog, the best first: one or two. */
  readonly candidates: readonly string[];
  /** The name of a new object. */
  readonly whenNew: string;
}

/** Exasol's limit for names, in characters. */
const maxNameLength = 128;

/**
 * Reads the name of a schema or connection.
 * @param kind of the object, for messages
 */
export function parseObjectName(text: string, kind = 'schema'): ObjectName | { readonly problem: string } {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text)?.[1]?.replaceAll('""', '"');
  const name = quoted ?? text.trim();
  if (name === '') {
    return { problem: `the name of the ${kind} is empty` };
  }
  if (name.includes('.')) {
    return {
      problem: `'${quoteValue(name)}' contains a dot, which Exasol does not allow in names; give only the ${kind}`,
    };
  }
  if ([...name].length > maxNameLength) {
    return {
      problem: `'${quoteValue(name)}' has ${[...name].length} characters; Exasol allows at most ${maxNameLength} in a name`,
    };
  }
  const folded = name.toUpperCase();
  if (quoted !== undefined || folded === name) {
    return { candidates: [name], whenNew: name };
  }
  return { candidates: [name, folded], whenNew: folded };
}
