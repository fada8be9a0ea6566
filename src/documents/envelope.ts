import { z } from 'zod';
import { type DocumentName, documents, formerKeys } from './documents.js';

const failure = z.strictObject({
  code: z.string().describe('Code of the error, as in errors.md'),
  message: z.string(),
  mitigation: z.string().describe('How to fix it; can be empty'),
  cause: z.string().nullable().describe('What the driver or the AWS SDK reported, if it is the cause'),
});

/**
 * The schema of a whole document: its data, and what every document has around it.
 * @param name another name for an alias of the command
 */
export function describeDocument(document: DocumentName, name: string = document) {
  const former = Object.entries(formerKeys[document] ?? {}).map(([key, schema]) => [
    key,
    schema.optional().describe('Part of data; here, it is kept for programs that were written for 0.1.0'),
  ]);
  return z.strictObject({
    schema: z.literal(`sme.${name}/v1`),
    command: z.string().describe('The command as it was typed'),
    ok: z.boolean().describe('True exactly if the exit code is 0'),
    data: documents[document].nullable().describe('Null if the command failed before it had a result'),
    error: failure.nullable().describe('Null unless the command failed'),
    warnings: z.array(z.string()),
    ...(Object.fromEntries(former) as Record<string, z.ZodType>),
  });
}
