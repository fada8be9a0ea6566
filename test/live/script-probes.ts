/** Probes of scripts: what Lua and Python see, and how Exasol keeps them. */
import { identifier, literal } from '../../src/exasol/quote.js';
import { runStatement } from '../support/sandbox.js';
import { run } from '../support/training.js';
import { type Probe, runLua } from './probe.js';

const languageAlias = process.env['EXASOL_LANGUAGE_ALIAS'] ?? 'PYTHON3';

/** A program that answers one text. */
const answer = (expression: string) => `exit({{${expression}}}, 'A VARCHAR(2000)')`;

export const scriptProbes = {
  'lua-decimal': async (context) => {
    const [seen = ''] = await runLua(
      context,
      `local r = query([[SELECT CAST(5 AS DECIMAL(9,0)), CAST(1.5 AS DECIMAL(36,20)),
         CAST('12345678901234567890' AS DECIMAL(20,0)) FROM DUAL]])[1]
       local texts = {}
       for i = 1, 3 do texts[i] = type(r[i]) .. ' ' .. tostring(r[i]) end
       ${answer("table.concat(texts, ', ')")}`,
    );
    return { holds: /^\w+ 5(\.0)?, \w+ 1\.50*, \w+ 12345678901234567890$/.test(seen), seen };
  },

  'lua-no-open-schema': async (context) => {
    const session = await context.target.connect();
    const body = answer("type(exa.meta.current_schema) .. ' ' .. tostring(exa.meta.current_schema)");
    const [seen = ''] = await runLua(context, body, session);
    return { holds: seen === 'string NULL', seen };
  },

  'lua-error-text': async ({ driver, schema }) => {
    await run(driver, `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE () RETURNS TABLE AS\nerror('E-X-1: it is', 0)`);
    const failed = await runStatement(driver, `EXECUTE SCRIPT ${schema}.PROBE()`);
    const seen = failed.kind === 'error' ? failed.text : 'no error';
    return { holds: seen.startsWith('"E-X-1: it is" caught in script'), seen };
  },

  'lua-pcall-text': async (context) => {
    const body = `local _, plain = pcall(error, 'plain', 0)
      local _, decoding = pcall(require('cjson').decode, 'no json')
      ${answer("plain .. ' | ' .. decoding")}`;
    const [seen = ''] = await runLua(context, body);
    return { holds: seen.startsWith('plain | Expected'), seen };
  },

  'lua-xpcall': async (context) => {
    const [seen = ''] = await runLua(
      context,
      answer("type(xpcall) .. ' ' .. type(debug) .. ' ' .. type(debug and debug.getinfo)"),
    );
    return { holds: seen === 'function table function', seen };
  },

  'lua-database-name': async (context) => {
    const [seen = ''] = await runLua(context, answer('tostring(exa.meta.database_name)'));
    const [[named] = []] = await run(
      context.driver,
      "SELECT PARAM_VALUE FROM EXA_METADATA WHERE PARAM_NAME = 'databaseName'",
    );
    return { holds: seen === named, seen: `${seen} in Lua, ${named} in EXA_METADATA` };
  },

  'sql-missing-column': async ({ driver }) => {
    const failed = await runStatement(driver, 'SELECT NO_SUCH_COLUMN FROM DUAL');
    const seen = failed.kind === 'error' ? failed.text : 'no error';
    return { holds: /object "?NO_SUCH_COLUMN"? not found/.test(seen), seen };
  },

  'pquery-session-suffix': async (context) => {
    const body = `local ok, failure = pquery('SELECT * FROM NO_SUCH_TABLE_ANYWHERE')
      ${answer("tostring(ok) .. ' ' .. tostring(failure.error_code) .. ' ' .. tostring(failure.error_message)")}`;
    const [seen = ''] = await runLua(context, body);
    return { holds: /^false \w{5} /.test(seen) && !seen.includes('Session'), seen };
  },

  'pquery-keeps-transaction': async (context) => {
    const session = await context.target.connect({ autocommit: false });
    const table = `${context.schema}.PROBE_ROWS`;
    await run(context.driver, `CREATE OR REPLACE TABLE ${table} (A VARCHAR(1))`);
    const body = `query([[INSERT INTO ${table} VALUES ('a')]])
      local ok, failure = pquery([[INSERT INTO ${table} VALUES ('too long')]])
      local rows = query([[SELECT CAST(COUNT(*) AS VARCHAR(10)) FROM ${table}]])[1][1]
      ${answer("rows .. ' row of 1 is left after: ' .. tostring(failure.error_message)")}`;
    const [seen = ''] = await runLua(context, body, session);
    await run(session, 'ROLLBACK');
    return { holds: seen.startsWith('1 '), seen };
  },

  'lua-syntax-at-create': async ({ driver, schema }) => {
    const created = await runStatement(
      driver,
      `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE () RETURNS TABLE AS\nlocal = 1`,
    );
    if (created.kind === 'error') return { holds: true, seen: `CREATE: ${created.text}` };
    const executed = await runStatement(driver, `EXECUTE SCRIPT ${schema}.PROBE()`);
    return { holds: false, seen: `EXECUTE: ${executed.kind === 'error' ? executed.text : 'no error'}` };
  },

  'script-text': async ({ driver, schema }) => {
    const body = '-- first line\n\n\tlocal x = "ü\'" -- "quoted"\n\n-- last line\n';
    await run(driver, `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE (a) RETURNS TABLE AS\n${body}`);
    const where = `SCRIPT_NAME = 'PROBE' AND SCRIPT_TEXT LIKE '%first line%'`;
    const rows = await run(driver, `SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE ${where}`);
    const text = String(rows[0]?.[0] ?? '');
    const [header = '', ...rest] = text.split(' AS\n');
    return { holds: rest.join(' AS\n').trimEnd() === body.trimEnd(), seen: JSON.stringify(header) };
  },

  'udf-environment': async ({ driver, schema }) => {
    await run(
      driver,
      `CREATE OR REPLACE ${languageAlias} SCALAR SCRIPT ${schema}.PROBE_UDF () RETURNS VARCHAR(2000) AS
import os
def run(ctx):
    prefixes = ("AWS_", "HTTP_", "HTTPS_", "NO_PROXY", "HOME", "SSL_CERT")
    return "variables: " + ", ".join(sorted(name for name in os.environ if name.upper().startswith(prefixes)))
`,
    );
    const [[seen] = []] = await run(driver, `SELECT ${schema}.PROBE_UDF()`);
    return { holds: !String(seen).includes('AWS_ENDPOINT_URL'), seen: String(seen) };
  },

  'udf-quoted-emits': async ({ driver, schema }) => {
    await run(
      driver,
      `CREATE OR REPLACE ${languageAlias} SET SCRIPT ${schema}.PROBE_EMITS (N DECIMAL(9,0)) EMITS ("Size, in m" DECIMAL(9,0)) AS
def run(ctx):
    ctx.emit(ctx[0])
`,
    );
    const answer = await runStatement(driver, `SELECT "Size, in m" FROM (SELECT ${schema}.PROBE_EMITS(1) FROM DUAL)`);
    return { holds: answer.kind === 'resultSet', seen: answer.kind === 'error' ? answer.text : 'found by that name' };
  },

  'udf-connection-name': async ({ driver, schema, target }) => {
    const name = target.connectionName('probe Mixed');
    await run(driver, `CREATE OR REPLACE CONNECTION ${identifier(name)} TO 'there' USER 'u' IDENTIFIED BY 'p'`);
    await run(
      driver,
      `CREATE OR REPLACE ${languageAlias} SCALAR SCRIPT ${schema}.PROBE_UDF (name VARCHAR(200)) RETURNS VARCHAR(2000) AS
def run(ctx):
    found = []
    for title, name in (("as it is", ctx.name), ("in quotes", '"' + ctx.name + '"')):
        try:
            found.append(title + ": " + exa.get_connection(name).address)
        except Exception as error:
            found.append(title + ": " + str(error)[:300])
    return "; ".join(found)
`,
    );
    const [[seen] = []] = await run(driver, `SELECT ${schema}.PROBE_UDF(${literal(name)})`);
    return { holds: /: there(;|$)/.test(String(seen)), seen: String(seen) };
  },
} satisfies Record<string, Probe>;
