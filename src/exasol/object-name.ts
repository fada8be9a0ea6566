import { quoteValue } from '../text/quote-value.js';
import { maxIdentifierLength } from './quote.js';

/**
 * The name of a schema or connection as the user wrote it. In double quotes (`"Sales"`), it is exact. Without quotes, it is the name as
 * written if that exists, and otherwise the upper-cased name, as in SQL.
 */
export interface ObjectName {
  /** The one or two possible names in the catalog, in order of preference. */
  readonly candidates: readonly string[];
  /** The name of the object if it has to be created. */
  readonly whenNew: string;
}

/**
 * Parses the name of a schema or connection.
 * @param kind kind of object, for messages
 */
export function parseObjectName(text: string, kind = 'schema'): ObjectName | { readonly problem: string } {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text)?.[1]?.replaceAll('""', '"');
  const name = quoted ?? text.trim();
  if (name === '') {
    return { problem: `the name of the ${kind} is empty` };
  }
  if (name.includes('.')) {
    return {
      problem: `'${quoteValue(name)}' contains a dot, which Exasol does not allow in names; use only the name of the ${kind}`,
    };
  }
  if ([...name].length > maxIdentifierLength) {
    return {
      problem: `'${quoteValue(name)}' has ${[...name].length} characters; Exasol allows at most ${maxIdentifierLength} in a name`,
    };
  }
  const folded = name.toUpperCase();
  if (quoted !== undefined || folded === name) {
    return { candidates: [name], whenNew: name };
  }
  return { candidates: [name, folded], whenNew: folded };
}
