import { makeError } from '../errors/user-error.js';
import { literal, qualify } from '../exasol/quote.js';
import { scriptDefinitions } from '../scripts/definitions.js';
import { names } from '../scripts/names.js';
import { type ResultName, results, writeResultColumns } from '../scripts/results.js';
import { jobTable } from '../scripts/tables.js';
import type { ScriptDefinition } from '../scripts/types.js';
import { version } from '../version.js';
import { bundleLua } from './lua-bundle.js';
import { buildPythonBody } from './python-body.js';
import { writeHeader } from './script-header.js';
import { fingerprintOf, stampBody } from './stamp.js';
import { fillTemplate, type Values } from './template.js';
import { readTemplate, type TemplateFile } from './template-files.js';
import { type UdfEnvironment, writeOptionLines } from './udf-environment.js';

/** A script as sme sends it to Exasol. */
export interface RenderedScript {
  readonly name: string;
  readonly kind: 'scripting' | 'udf';
  /** LUA, or the language alias of a UDF. */
  readonly language: string;
  /** `CREATE OR REPLACE … "SCHEMA"."NAME" … AS` and the body, without the `/` that only SQL clients need. */
  readonly sql: string;
  /** `COMMENT ON SCRIPT`, to run after `sql`, which removes the comment of a replaced script. */
  readonly commentSql: string;
  /** The text after `AS`: stamp, signature and header as comments, code. */
  readonly body: string;
  /** SHA-256 in hex of the body without its stamp. It covers signature and language alias, but not the schema. */
  readonly fingerprint: string;
}

export interface RenderOptions {
  /** Exact name of the schema. */
  readonly schema: string;
  /** Alias in SCRIPT_LANGUAGES of the language in which the UDFs run, such as PYTHON3. */
  readonly languageAlias: string;
  /** Variables that the UDFs find in their environment; none by default. */
  readonly udfEnvironment?: UdfEnvironment;
}

const constants: Readonly<Record<string, string>> = {
  ...names,
  ...Object.fromEntries(Object.keys(results).map((name) => [name, writeResultColumns(name as ResultName)])),
  // without DATETIME, which the INSERT statements set to the current time
  jobColumns: jobTable.columns
    .slice(1)
    .map(({ name }) => name)
    .join(','),
  extensionVersion: version,
};

/**
 * Renders every script in the order of creation.
 *
 * @throws UserError E-SME-40 for a schema name that Exasol does not allow, E-SME-46 for an invalid language alias
 */
export function renderScripts(options: RenderOptions): readonly RenderedScript[] {
  const languageAlias = options.languageAlias.toUpperCase();
  if (!/^[A-Z][A-Z0-9_]*$/.test(languageAlias)) throw makeError('E-SME-46', { alias: options.languageAlias });
  return scriptDefinitions.map((definition) => renderScript(definition, { ...options, languageAlias }));
}

function renderScript(
  definition: ScriptDefinition,
  { schema, languageAlias, udfEnvironment = {} }: RenderOptions,
): RenderedScript {
  const optionLines = writeOptionLines(udfEnvironment);
  const values: Values = { constants: { ...constants, languageAlias, optionLines } };
  const scripting = definition.kind === 'scripting';
  const path = scripting ? `lua/entry/${definition.entry}` : `python/callers/${definition.caller}`;
  const code = scripting
    ? bundleLua(runWithErrorHandler(readTemplate(path)), values)
    : buildPythonBody(definition.caller, values);
  const comment = scripting ? '--' : '#';

  const template = readTemplate(scripting ? 'scripts/lua_script.sql' : 'scripts/udf.sql');
  const signatureSlots: Record<string, string> = scripting
    ? { parameters: definition.parameters.map(({ name }) => name).join(', ') }
    : { languageAlias, ...definition.signature };
  const fill = (script: string, body: string) =>
    fillTemplate(template, { slots: { script, body, ...signatureSlots }, constants });

  // The fingerprint must cover the signature. Exasol rewrites the statement before AS, so the body contains a copy.
  const signature = fill('', '')
    .replace(/\s+/g, ' ')
    .replace(/^CREATE OR REPLACE | AS $/g, '');
  const header = `${comment} ${signature}\n${writeHeader(definition, comment)}\n`;
  const unstamped = `${header}${scripting ? '' : optionLines}${code.trimEnd()}\n`;
  const body = stampBody(unstamped, comment, version);
  assertInstallable(path, body);
  const qualifiedName = qualify(schema, definition.name);
  return {
    name: definition.name,
    kind: definition.kind,
    language: scripting ? 'LUA' : languageAlias,
    sql: fill(qualifiedName, body).trimEnd(),
    commentSql: `COMMENT ON SCRIPT ${qualifiedName} IS ${literal(definition.purpose)}`,
    body,
    fingerprint: fingerprintOf(unstamped),
  };
}

/** Wraps an entry so that unexpected errors get a code and a message. Line numbers stay the same. */
function runWithErrorHandler({ path, text }: TemplateFile): TemplateFile {
  return {
    path,
    text: `return require('sme.internal_error').run(exa.meta, pquery, function() ${text.trimEnd()}\nend)\n`,
  };
}

/** Rejects a line that contains only a slash, because SQL clients end the script there. @throws UserError F-SME-47 */
function assertInstallable(path: string, body: string): void {
  const line = body.split('\n').findIndex((text) => text.trim() === '/');
  if (line >= 0) throw makeError('F-SME-47', { path, line: line + 1 });
}
