/** Probes of scripts: the environment of Lua and Python, and how Exasol stores the text. */
import { identifier, literal } from '../../src/exasol/quote.js';
import { hashGroup } from '../../src/scripts/facts.js';
import { runStatement } from '../support/sandbox.js';
import { run } from '../support/training.js';
import { type Probe, runLua } from './probe.js';

const languageAlias = process.env['EXASOL_LANGUAGE_ALIAS'] ?? 'PYTHON3';

/** Lua code that returns one text as the result of the script. */
const returnText = (expression: string) => `exit({{${expression}}}, 'A VARCHAR(2000)')`;

export const scriptProbes = {
  'lua-decimal': async (context) => {
    const [observed = ''] = await runLua(
      context,
      `local r = query([[SELECT CAST(5 AS DECIMAL(9,0)), CAST(1.5 AS DECIMAL(36,20)),
         CAST('12345678901234567890' AS DECIMAL(20,0)) FROM DUAL]])[1]
       local texts = {}
       for i = 1, 3 do texts[i] = type(r[i]) .. ' ' .. tostring(r[i]) end
       ${returnText("table.concat(texts, ', ')")}`,
    );
    return { holds: /^\w+ 5(\.0)?, \w+ 1\.50*, \w+ 12345678901234567890$/.test(observed), observed };
  },

  'lua-no-open-schema': async (context) => {
    const session = await context.target.connect();
    const body = returnText("type(exa.meta.current_schema) .. ' ' .. tostring(exa.meta.current_schema)");
    const [observed = ''] = await runLua(context, body, session);
    return { holds: observed === 'string NULL', observed };
  },

  'hash-group': async ({ driver }) => {
    const group = hashGroup.replace('@', 'ID, T').replace('#', '4');
    const rows = await run(
      driver,
      `SELECT COUNT(*) FROM (SELECT LEVEL AS ID, 'x' AS T FROM DUAL CONNECT BY LEVEL <= 1000) GROUP BY IPROC(), ${group}`,
    );
    const observed = rows.map(([count]) => String(count)).join(' ');
    return { holds: rows.length >= 4 && rows.every(([count]) => Number(count) < 500), observed };
  },

  'view-of-udf': async ({ driver, schema }) => {
    const body = 'def run(ctx):\n    ctx.emit(ctx.A, "x")';
    const signature = '(A DECIMAL(9,0)) EMITS (A DECIMAL(9,0), "text" VARCHAR(9))';
    await run(driver, `CREATE OR REPLACE ${languageAlias} SET SCRIPT ${schema}.PROBE_UDF ${signature} AS\n${body}`);
    await run(
      driver,
      `CREATE VIEW ${schema}.PROBE_VIEW AS SELECT ${schema}.PROBE_UDF(A) FROM (SELECT 1 AS A FROM DUAL) GROUP BY IPROC(), A COMMENT IS 'probe'`,
    );
    const rows = await run(driver, `SELECT A, "text" FROM ${schema}.PROBE_VIEW`);
    const [comment] = await run(
      driver,
      "SELECT VIEW_COMMENT FROM SYS.EXA_ALL_VIEWS WHERE VIEW_NAME = 'PROBE_VIEW' ORDER BY 1 DESC",
    );
    await run(driver, `DROP VIEW ${schema}.PROBE_VIEW`);
    await run(driver, `DROP SCRIPT ${schema}.PROBE_UDF`);
    const observed = JSON.stringify([rows, comment]);
    return { holds: observed === '[[[1,"x"]],["probe"]]', observed };
  },

  'lua-error-text': async ({ driver, schema }) => {
    await run(driver, `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE () RETURNS TABLE AS\nerror('E-X-1: text', 0)`);
    const failed = await runStatement(driver, `EXECUTE SCRIPT ${schema}.PROBE()`);
    const observed = failed.kind === 'error' ? failed.text : 'no error';
    return { holds: observed.startsWith('"E-X-1: text" caught in script'), observed };
  },

  'lua-pcall-text': async (context) => {
    const body = `local _, plain = pcall(error, 'plain', 0)
      local _, decoding = pcall(require('cjson').decode, 'not json')
      ${returnText("plain .. ' | ' .. decoding")}`;
    const [observed = ''] = await runLua(context, body);
    return { holds: observed.startsWith('plain | Expected'), observed };
  },

  'lua-xpcall': async (context) => {
    const [observed = ''] = await runLua(
      context,
      returnText("type(xpcall) .. ' ' .. type(debug) .. ' ' .. type(debug and debug.getinfo)"),
    );
    return { holds: observed === 'function table function', observed };
  },

  'lua-database-name': async (context) => {
    const [observed = ''] = await runLua(context, returnText('tostring(exa.meta.database_name)'));
    const [[name] = []] = await run(
      context.driver,
      "SELECT PARAM_VALUE FROM EXA_METADATA WHERE PARAM_NAME = 'databaseName'",
    );
    return { holds: observed === name, observed: `${observed} in Lua, ${name} in EXA_METADATA` };
  },

  'sql-missing-column': async ({ driver }) => {
    const failed = await runStatement(driver, 'SELECT NO_SUCH_COLUMN FROM DUAL');
    const observed = failed.kind === 'error' ? failed.text : 'no error';
    return { holds: /object "?NO_SUCH_COLUMN"? not found/.test(observed), observed };
  },

  'pquery-session-suffix': async (context) => {
    const body = `local ok, failure = pquery('SELECT * FROM NO_SUCH_TABLE_ANYWHERE')
      ${returnText("tostring(ok) .. ' ' .. tostring(failure.error_code) .. ' ' .. tostring(failure.error_message)")}`;
    const [observed = ''] = await runLua(context, body);
    return { holds: /^false \w{5} /.test(observed) && !observed.includes('Session'), observed };
  },

  'pquery-keeps-transaction': async (context) => {
    const session = await context.target.connect({ autocommit: false });
    const table = `${context.schema}.PROBE_ROWS`;
    await run(context.driver, `CREATE OR REPLACE TABLE ${table} (A VARCHAR(1))`);
    const body = `query([[INSERT INTO ${table} VALUES ('a')]])
      local ok, failure = pquery([[INSERT INTO ${table} VALUES ('too long')]])
      local rows = query([[SELECT CAST(COUNT(*) AS VARCHAR(10)) FROM ${table}]])[1][1]
      ${returnText("rows .. ' of 1 rows kept after: ' .. tostring(failure.error_message)")}`;
    const [observed = ''] = await runLua(context, body, session);
    await run(session, 'ROLLBACK');
    return { holds: observed.startsWith('1 '), observed };
  },

  'lua-syntax-at-create': async ({ driver, schema }) => {
    const created = await runStatement(
      driver,
      `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE () RETURNS TABLE AS\nlocal = 1`,
    );
    if (created.kind === 'error') return { holds: true, observed: `CREATE: ${created.text}` };
    const executed = await runStatement(driver, `EXECUTE SCRIPT ${schema}.PROBE()`);
    return { holds: false, observed: `EXECUTE: ${executed.kind === 'error' ? executed.text : 'no error'}` };
  },

  'script-text': async ({ driver, schema }) => {
    const body = '-- first line\n\n\tlocal x = "ü\'" -- "quoted"\n\n-- last line\n';
    await run(driver, `CREATE OR REPLACE LUA SCRIPT ${schema}.PROBE (a) RETURNS TABLE AS\n${body}`);
    const where = `SCRIPT_NAME = 'PROBE' AND SCRIPT_TEXT LIKE '%first line%'`;
    const rows = await run(driver, `SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE ${where}`);
    const text = String(rows[0]?.[0] ?? '');
    const [header = '', ...rest] = text.split(' AS\n');
    return { holds: rest.join(' AS\n').trimEnd() === body.trimEnd(), observed: JSON.stringify(header) };
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
    const [[observed] = []] = await run(driver, `SELECT ${schema}.PROBE_UDF()`);
    return { holds: !String(observed).includes('AWS_ENDPOINT_URL'), observed: String(observed) };
  },

  'udf-option-lines': async ({ driver, schema }) => {
    await run(
      driver,
      `CREATE OR REPLACE ${languageAlias} SCALAR SCRIPT ${schema}.PROBE_UDF () RETURNS VARCHAR(2000) AS
# a comment
%env SME_PROBE_A=http://u%40x:p@h:1;
%env SME_PROBE_B=a, "b" 'c';
import os
def run(ctx):
    return os.environ.get("SME_PROBE_A", "-") + " " + os.environ.get("SME_PROBE_B", "-")
`,
    );
    const [[observed] = []] = await run(driver, `SELECT ${schema}.PROBE_UDF()`);
    return { holds: observed === `http://u%40x:p@h:1 a, "b" 'c'`, observed: String(observed) };
  },

  'udf-quoted-emits': async ({ driver, schema }) => {
    await run(
      driver,
      `CREATE OR REPLACE ${languageAlias} SET SCRIPT ${schema}.PROBE_EMITS (N DECIMAL(9,0)) EMITS ("Size, in m" DECIMAL(9,0)) AS
def run(ctx):
    ctx.emit(ctx[0])
`,
    );
    const result = await runStatement(driver, `SELECT "Size, in m" FROM (SELECT ${schema}.PROBE_EMITS(1) FROM DUAL)`);
    return {
      holds: result.kind === 'resultSet',
      observed: result.kind === 'error' ? result.text : 'found by this name',
    };
  },

  'udf-connection-name': async ({ driver, schema, target }) => {
    const name = target.connectionName('probe Mixed');
    await run(driver, `CREATE OR REPLACE CONNECTION ${identifier(name)} TO 'address' USER 'u' IDENTIFIED BY 'p'`);
    await run(
      driver,
      `CREATE OR REPLACE ${languageAlias} SCALAR SCRIPT ${schema}.PROBE_UDF (name VARCHAR(200)) RETURNS VARCHAR(2000) AS
def run(ctx):
    found = []
    for title, name in (("unquoted", ctx.name), ("quoted", '"' + ctx.name + '"')):
        try:
            found.append(title + ": " + exa.get_connection(name).address)
        except Exception as error:
            found.append(title + ": " + str(error)[:300])
    return "; ".join(found)
`,
    );
    const [[observed] = []] = await run(driver, `SELECT ${schema}.PROBE_UDF(${literal(name)})`);
    return { holds: /: address(;|$)/.test(String(observed)), observed: String(observed) };
  },
} satisfies Record<string, Probe>;
