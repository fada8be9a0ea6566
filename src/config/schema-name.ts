import type { SchemaName } from './types.js';

/** Exasol's limit for names, in characters. */
const maximumLength = 128;

/** Reads a schema as SQL would: quoted as it is, else with the two readings that `SchemaName` explains. */
export function parseSchemaName(text: string): SchemaName | { readonly problem: string } {
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text)?.[1]?.replaceAll('""', '"');
  const name = quoted ?? text.trim();
  if (name === '') {
    return { problem: 'the name of the schema is empty' };
  }
  if (name.includes('.')) {
    return { problem: `'${name}' has a dot in it, which no Exasol name can have; give the schema alone` };
  }
  if ([...name].length > maximumLength) {
    return { problem: `'${name}' has ${[...name].length} characters; an Exasol name has at most ${maximumLength}` };
  }
  const folded = name.toUpperCase();
  if (quoted !== undefined || folded === name) {
    return { candidates: [name], whenNew: name };
  }
  return { candidates: [name, folded], whenNew: folded };
}
