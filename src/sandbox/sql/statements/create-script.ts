import { dropScriptAccess } from '../../catalog/connection-privileges.js';
import { requireCreateIn } from '../../catalog/privileges.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { validateOptionLines } from '../../udf/option-lines.js';
import type { StatementContext } from '../statement-context.js';
import { findSchemaOwner } from './schema-owner.js';
import { findInterpreter } from './script/languages.js';
import { type ParsedScript, parseCreateScript } from './script/parse-create-script.js';
import { renderScriptText } from './script/render-script-text.js';

/**
 * CREATE [OR REPLACE] [LUA] SCRIPT and CREATE [OR REPLACE] alias {SCALAR|SET} SCRIPT. As in Exasol, the body is not compiled here; only the
 * option lines and the language are checked.
 */
export async function handleCreateScript(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  const parsed = parseCreateScript(tokens, allowsTimestampPrecision(context.database.version));
  const { schema, name } = context.resolveName(parsed.name);
  const owner = await findSchemaOwner(context, schema);
  await requireCreateIn(context.catalog, context.session.user, 'SCRIPT', owner);
  await requireRunnable(context, parsed);
  await context.lock(`script ${schema}.${name}`);
  await dropExisting(context, parsed, schema, name);
  const { language, definition, body } = parsed;
  const script = { schema, name, language, definition, body };
  await context.objects.putScript({ ...script, owner, text: renderScriptText(script) });
  return NO_ROWS;
}

/** CREATE SCRIPT accepts TIMESTAMP(n) since 8.25.0 (CHG 19032); before, it is a syntax error. */
function allowsTimestampPrecision(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 8 || (major === 8 && minor >= 25);
}

async function requireRunnable(context: StatementContext, parsed: ParsedScript): Promise<void> {
  if (parsed.definition.kind === 'scripting') return;
  if (parsed.language === 'LUA') throw sandboxGap('UDFs in LUA');
  findInterpreter(context.services, await readScriptLanguages(context), parsed.language);
  validateOptionLines(parsed.body);
}

async function readScriptLanguages(context: StatementContext): Promise<string> {
  const result = await context.query(
    "SELECT SESSION_VALUE FROM SYS.EXA_PARAMETERS WHERE PARAMETER_NAME = 'SCRIPT_LANGUAGES'",
  );
  const value = result.kind === 'resultSet' ? result.rows[0]?.[0] : undefined;
  return typeof value === 'string' ? value : '';
}

/** OR REPLACE also removes ACCESS … FOR SCRIPT grants (source: exasol/public-knowledgebase, connections-and-udfs.md). */
async function dropExisting(
  context: StatementContext,
  parsed: ParsedScript,
  schema: string,
  name: string,
): Promise<void> {
  if ((await context.objects.findScript(schema, name)) === undefined) return;
  if (!parsed.orReplace) throw new ExasolError('42500', `script ${name} already exists`);
  await context.objects.dropScript(schema, name);
  await dropScriptAccess(context.catalog, schema, name);
}
