import { makeError } from '../errors/user-error.js';
import { identifier } from '../exasol/quote.js';
import { catalogue } from '../scripts/catalogue.js';
import {
  candidateColumns,
  confusionMatrixResult,
  endpointRemovalResult,
  endpointResult,
  featureImportanceResult,
  jobDescriptionResult,
  jobStatusResult,
  jobsResult,
  jobTable,
  recoveryResult,
  sizes,
  trainingResult,
} from '../scripts/columns.js';
import { names } from '../scripts/names.js';
import type { ScriptDefinition } from '../scripts/types.js';
import { version } from '../version.js';
import { bundleLua } from './lua-bundle.js';
import { buildPythonBody } from './python-body.js';
import { fingerprintOf, stampBody } from './stamp.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';

/** A script as it is sent to Exasol. */
export interface RenderedScript {
  readonly name: string;
  readonly kind: 'scripting' | 'udf';
  /** LUA, or the language alias of a UDF. */
  readonly language: string;
  /** `CREATE OR REPLACE … "SCHEMA"."NAME" … AS` and the body; no `/` at the end (a driver needs none). */
  readonly sql: string;
  /** What follows ` AS\n`: stamp, signature as a comment, code. */
  readonly body: string;
  /** SHA-256 in hex of the body without its stamp. It covers signature and language alias, but not the schema. */
  readonly fingerprint: string;
}

export interface RenderOptions {
  /** Exact name of the schema. */
  readonly schema: string;
  /** Alias in SCRIPT_LANGUAGES under which the UDFs run, such as PYTHON3. */
  readonly languageAlias: string;
}

const constants: Readonly<Record<string, string>> = {
  ...names,
  longText: String(sizes.longText),
  identifierSize: String(sizes.identifier),
  regionSize: String(sizes.awsRegion),
  jobNameSize: String(sizes.jobName),
  awsResourceSize: String(sizes.awsResource),
  enumSize: String(sizes.awsEnum),
  trainingResult,
  jobStatusResult,
  jobDescriptionResult,
  candidateColumns,
  confusionMatrixResult,
  featureImportanceResult,
  jobsResult,
  endpointResult,
  endpointRemovalResult,
  recoveryResult,
  // DATETIME is not among them: whoever writes a row knows the moment
  jobColumns: jobTable.columns
    .slice(1)
    .map(({ name }) => name)
    .join(','),
  extensionVersion: version,
};

/**
 * Renders every script of the catalogue, in the order in which they are to be created.
 *
 * @throws UserError E-SME-40 for a schema that Exasol cannot name, E-SME-46 for a language alias that is none
 */
export function renderScripts(options: RenderOptions): readonly RenderedScript[] {
  const languageAlias = options.languageAlias.toUpperCase();
  if (!/^[A-Z][A-Z0-9_]*$/.test(languageAlias)) throw makeError('E-SME-46', { alias: options.languageAlias });
  return catalogue.map((definition) => renderScript(definition, { ...options, languageAlias }));
}

function renderScript(definition: ScriptDefinition, { schema, languageAlias }: RenderOptions): RenderedScript {
  const values: Values = { constants: { ...constants, languageAlias } };
  const scripting = definition.kind === 'scripting';
  const code = scripting
    ? bundleLua(guard(readTemplate(`lua/entry/${definition.entry}`)), values)
    : buildPythonBody(definition.caller, values);
  const comment = scripting ? '--' : '#';

  const template = readTemplate(`scripts/${definition.template}`);
  const fill = (script: string, body: string) =>
    fillTemplate(template, { slots: { script, body, ...(scripting ? {} : { languageAlias }) }, constants });

  // The signature is part of what the fingerprint covers, but Exasol re-renders it: a copy within the body stays as it is.
  const signature = fill('', '')
    .replace(/\s+/g, ' ')
    .replace(/^CREATE OR REPLACE | AS $/g, '');
  const unstamped = `${comment} ${signature}\n${code.trimEnd()}\n`;
  const body = stampBody(unstamped, comment, version);
  assertInstallable(template.path, body);
  return {
    name: definition.name,
    kind: definition.kind,
    language: scripting ? 'LUA' : languageAlias,
    sql: fill(`${identifier(schema)}.${identifier(definition.name)}`, body).trimEnd(),
    body,
    fingerprint: fingerprintOf(unstamped),
  };
}

/** An entry within what words faults of our own, on the same lines as in its file. */
function guard({ path, text }: TemplateFile): TemplateFile {
  return { path, text: `return require('sme.internal_error').run(exa.meta, function() ${text.trimEnd()}\nend)\n` };
}

/** SQL clients take a line that holds only a slash for the end of a script. */
function assertInstallable(path: string, body: string): void {
  const line = body.split('\n').findIndex((text) => text.trim() === '/');
  if (line >= 0) throw makeError('F-SME-47', { path, line: line + 1 });
}
