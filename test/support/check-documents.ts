import { z } from 'zod';
import { type DocumentName, documentAliases, documents } from '../../src/documents/documents.js';
import { describeDocument } from '../../src/documents/envelope.js';

/** Documents with data that commands have printed in this process, by name. */
export const seenDocuments = new Set<DocumentName>();

/**
 * Checks every JSON document in the output of a command against its schema, which allows no other keys.
 * @throws Error with all differences
 */
export function checkDocuments(stdout: string): void {
  for (const line of stdout.split('\n').filter((each) => each.startsWith('{"schema":"sme.'))) {
    const document: unknown = JSON.parse(line);
    const name = /^\{"schema":"sme\.([\w.]+)\/v1"/.exec(line)?.[1] ?? '';
    const known = documentAliases[name] ?? name;
    // a usage error before any command is known
    if (!isDocument(known)) {
      if ((document as { ok?: unknown }).ok !== false) throw new Error(`There is no schema for: ${line.slice(0, 300)}`);
      continue;
    }
    const checked = describeDocument(known, name).safeParse(document);
    if (!checked.success) throw new Error(`${name}: ${z.prettifyError(checked.error)}\n${line.slice(0, 3000)}`);
    if (checked.data.data !== null) seenDocuments.add(known);
  }
}

const isDocument = (name: string): name is DocumentName => Object.hasOwn(documents, name);
