import { quoteValue } from '../text/quote-value.js';
import type { SchemaName } from './types.js';

/** Exasol's limit for names, in characters. */
const maximumLength = 128;

/** Reads the name of a schema (or of another object, `what`) as SQL would: quoted as it is, else with the two readings of `SchemaName`. */
export function parseSchemaName(text: string, what = 'schema'): SchemaName | { readonly problem: string } {
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
