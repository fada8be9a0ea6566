import { bundleLua } from '../../src/render/lua-bundle.js';
import { renderScripts } from '../../src/render/script.js';
import { defaultBehaviours } from '../../src/sandbox/behaviours.js';
import { runLuaScript } from '../../src/sandbox/lua/run-script.js';
import { ExasolError } from '../../src/sandbox/types/exasol-error.js';
import type { StatementResult } from '../../src/sandbox/types/statement-result.js';
import type { Column, Row } from '../../src/sandbox/types/values.js';
import { names } from '../../src/scripts/names.js';
import { expectSameOnRealLua, type RecordedResult } from './real-lua.js';

const VARCHAR = { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' } as const;

/** The result of a stubbed statement: rows of text, a row count, or Exasol's error. */
export type StubResult = readonly Row[] | number | Error | { readonly etlRowsWritten: number };

/** Statements (matched by part of their text; the first match wins) and their results. A function gets the statement. */
export type Stubs = readonly (readonly [RegExp, StubResult | ((sql: string) => StubResult)])[];

function toResult(stubbed: StubResult): StatementResult {
  if (stubbed instanceof Error) throw stubbed;
  if (typeof stubbed === 'number') return { kind: 'rowCount', rowCount: stubbed };
  if ('etlRowsWritten' in stubbed) {
    const rowCount = stubbed.etlRowsWritten;
    return { kind: 'rowCount', rowCount, etl: { read: 0, written: rowCount, withError: 0 } };
  }
  const width = stubbed[0]?.length ?? 1;
  const columns: Column[] = Array.from({ length: width }, (_, index) => ({ name: `C${index}`, dataType: VARCHAR }));
  return { kind: 'resultSet', columns, rows: stubbed };
}

export const refusal = (text: string, sqlCode = '42000') => new ExasolError(sqlCode, text);

/** Databases before 2025.1.3 have no such parameter. */
const exactNames: Stubs[number] = [/'SQL_IDENTIFIER_COMPARISON'/, []];

/** Statements that limit the wait for a lock. A test sees them only if it has its own stub for them. */
const lockWait: Stubs[number] = [/QUERY_TIMEOUT/, (sql) => (sql.startsWith('SELECT') ? [['0']] : 0)];

/** The catalog's answer about privileges, which the scripts read after a refusal. It cannot be read unless a test has its own stub. */
const heldPrivileges: Stubs[number] = [/^SELECT 'USER', /, refusal('object not found')];

function record(result: StatementResult): RecordedResult {
  if (result.kind === 'resultSet') return { rows: result.rows };
  return { rows_affected: result.rowCount, ...(result.etl && { etl_rows_written: result.etl.written }) };
}

const meta = {
  database_name: 'DB',
  database_version: '2026.1.0',
  script_name: 'N',
  script_schema: 'SCR',
  current_user: 'ANNA',
  scope_user: 'ANNA',
  current_schema: 'SCR',
  session_id: 1585944483210400591n,
  statement_id: 7,
  node_count: 4,
};

/** JSON cannot hold 64-bit integers. */
const realMeta = { ...meta, session_id: String(meta.session_id), statement_id: String(meta.statement_id) };

/**
 * Runs a Lua body as Exasol does, with stubs for its statements. With SME_LUA, the body also runs on a real Lua.
 *
 * @returns the rows or the text of the error, and the statements that the body sent
 */
export async function runBody(body: string, stubs: Stubs, values: Readonly<Record<string, string | null>> = {}) {
  const statements: string[] = [];
  const results: RecordedResult[] = [];
  const query = async (sql: string): Promise<StatementResult> => {
    const stub = [...stubs, exactNames, lockWait, heldPrivileges].find(([pattern]) => pattern.test(sql));
    if (stub !== lockWait && stub !== heldPrivileges) statements.push(sql);
    if (!stub) throw new Error(`no stub for: ${sql}`);
    const [, stubbed] = stub;
    try {
      const result = toResult(typeof stubbed === 'function' ? stubbed(sql) : stubbed);
      results.push(record(result));
      return result;
    } catch (error) {
      if (error instanceof ExasolError) results.push({ error_message: error.text, error_code: error.sqlCode });
      throw error;
    }
  };
  const outcome = await runOnce(body, values, query);
  const run = { body, values, results, meta: realMeta };
  expectSameOnRealLua(run, outcome);
  return { ...outcome, statements };
}

type Query = (sql: string) => Promise<StatementResult>;

async function runOnce(body: string, values: Readonly<Record<string, string | null>>, query: Query) {
  const parameters = Object.keys(values).map((name) => ({ name, isArray: false }));
  try {
    const { result, output } = await runLuaScript({
      script: {
        schema: 'SCR',
        name: 'N',
        owner: 'SYS',
        text: body,
        body,
        language: 'LUA',
        definition: { kind: 'scripting', parameters, returns: 'TABLE' },
      },
      arguments: Object.values(values).map((value) => ({ value, dataType: VARCHAR })),
      meta: { ...meta, script_code: body },
      query,
      behaviours: defaultBehaviours,
      loadScript: () => Promise.reject(new Error('no import expected')),
    });
    const rows = result.kind === 'resultSet' ? result.rows : [];
    const columns = result.kind === 'resultSet' ? result.columns : [];
    return { rows, columns, output, error: undefined };
  } catch (error) {
    if (!(error instanceof ExasolError)) throw error;
    return { rows: [], columns: [], output: [], error: error.text };
  }
}

/** Runs Lua code that requires modules of templates/lua/sme and returns one text. */
export async function evaluate(code: string, stubs: Stubs = []): Promise<string> {
  const body = bundleLua(
    { path: 'test.lua', text: `${code}\n` },
    { constants: { languageAlias: 'PYTHON3', optionLines: '', extensionVersion: '1.2.3' } },
  );
  const { rows, error } = await runBody(body.replace(/\n$/, ''), stubs);
  return error === undefined ? String(rows[0]?.[0]) : error;
}

const scripts = renderScripts({ schema: 'SCR', languageAlias: 'PYTHON3' });

/** The rendered body of a script. */
export const scriptBody = (name: string) => scripts.find((script) => script.name === name)?.body ?? '';

export const runTraining = (json: string | null, stubs: Stubs) =>
  runBody(scriptBody(names.train), stubs, { json_str: json });

export const runPolling = (values: Readonly<Record<string, string | null>>, stubs: Stubs) =>
  runBody(scriptBody(names.pollJobStatus), stubs, values);

/** Runs a script with text parameters. */
export const runScript = (name: string, values: Readonly<Record<string, string | null>>, stubs: Stubs) =>
  runBody(scriptBody(name), stubs, values);
