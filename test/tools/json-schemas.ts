/** The pages about the documents of --json: a JSON schema for each, and a list of all. */
import { z } from 'zod';
import { type DocumentName, documentAliases, documents } from '../../src/documents/documents.js';
import { describeDocument } from '../../src/documents/envelope.js';

const names = Object.keys(documents) as readonly DocumentName[];
const toFile = (name: string) => `sme.${name}.json`;

/** The published schemas by path. They allow further keys, because a later version may add some. */
export function writeJsonSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => [`doc/reference/json/${toFile(name)}`, `${JSON.stringify(toJsonSchema(name), null, 2)}\n`]),
  );
}

function toJsonSchema(name: DocumentName) {
  const schema = z.toJSONSchema(describeDocument(name), {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const { $schema, ...rest } = schema;
  return { $schema, $id: `sme.${name}/v1`, title: `What "${toCommand(name)} --json" prints`, ...rest };
}

/** The rows of the list: document, command, keys of its data. */
export function listJsonDocuments(): readonly (readonly string[])[] {
  return names.map((name) => [
    `[\`sme.${name}/v1\`](json/${toFile(name)})`,
    `\`${toCommand(name)}\`${writeAliases(name)}`,
    listKeys(documents[name]).join('<br>'),
  ]);
}

const toCommand = (name: DocumentName) => (name === 'version' ? 'sme --version' : `sme ${name.replaceAll('.', ' ')}`);

const writeAliases = (name: DocumentName) =>
  Object.entries(documentAliases)
    .filter(([, document]) => document === name)
    .map(([alias]) => `; \`sme ${alias}\` prints \`sme.${alias}/v1\``)
    .join('');

/** The keys of an object, of each form that a document can have, or of the objects in a list. */
function listKeys(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => listKeys(option as z.ZodType));
  }
  if (schema instanceof z.ZodArray) {
    return listKeys(schema.element as z.ZodType).map((keys) => `a list of objects with ${keys}`);
  }
  const shape: Readonly<Record<string, z.ZodType>> = schema instanceof z.ZodObject ? schema.shape : {};
  const keys = Object.keys(shape).map((key) => `\`${key}\``);
  const lists = Object.entries(shape).flatMap(([key, value]) => listElementKeys(key, value));
  return [`${schema.description === undefined ? '' : `${schema.description}: `}${keys.join(', ')}`, ...lists];
}

/** The keys of the objects in a list, as `jobs[]: job_name, …`. */
function listElementKeys(key: string, schema: z.ZodType): readonly string[] {
  const list = schema instanceof z.ZodNullable ? (schema.unwrap() as z.ZodType) : schema;
  const element = list instanceof z.ZodArray ? (list.element as z.ZodType) : undefined;
  return element instanceof z.ZodObject
    ? [
        `\`${key}[]\`: ${Object.keys(element.shape)
          .map((each) => `\`${each}\``)
          .join(', ')}`,
      ]
    : [];
}
