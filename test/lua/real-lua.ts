import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Row } from '../../src/sandbox/types/values.js';

/** The result of a statement, as Exasol's `pquery` returns it. */
export interface RecordedResult {
  readonly rows?: readonly Row[];
  readonly rows_affected?: number;
  readonly etl_rows_written?: number;
  readonly error_message?: string;
  readonly error_code?: string;
}

interface Run {
  readonly body: string;
  readonly values: Readonly<Record<string, string | null>>;
  readonly meta: object;
  readonly results: readonly RecordedResult[];
}

interface Outcome {
  readonly rows: readonly Row[];
  readonly error: string | undefined;
}

const harness = fileURLToPath(new URL('real-lua.lua', import.meta.url));
const interpreter = findInterpreter();

/** The command of a Lua 5.4 with lua-cjson, such as `lua5.4`, from SME_LUA; undefined if it is not set. */
function findInterpreter(): string | undefined {
  const command = process.env['SME_LUA'];
  if (command !== undefined && spawnSync(command, ['-e', "require('cjson')"]).status !== 0) {
    throw new Error(`SME_LUA=${command} is not a Lua 5.4 with lua-cjson.`);
  }
  return command;
}

/** Times, and numbers that contain the time, differ between two runs. */
const withoutTimes = (text: string) =>
  text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<time>').replace(/\d{6,}/g, '<digits>');

/** The order of keys differs between two runs. */
const sortKeys = (_: string, value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;

function toText(cell: Row[number]): string {
  const text = cell === null || cell === '' ? 'NULL' : String(cell);
  return /^[[{]/.test(text) ? JSON.stringify(JSON.parse(text), sortKeys) : text;
}

function flatten(rows: readonly Row[]): string {
  const cells = rows.map((row) => row.map(toText));
  return withoutTimes(JSON.stringify(cells));
}

/** Repeats a run on the Lua that SME_LUA names, and expects the same rows or the same error. */
export function expectSameOnRealLua(run: Run, { rows, error }: Outcome): void {
  if (interpreter === undefined) return;
  const { stdout, stderr } = spawnSync(interpreter, [harness], { input: JSON.stringify(run), encoding: 'utf8' });
  if (stdout === '') throw new Error(`${interpreter} failed: ${stderr}`);
  const real = JSON.parse(stdout) as { readonly rows?: readonly Row[]; readonly error?: string };
  if (error === undefined) {
    expect(real.error).toBeUndefined();
    // cjson encodes an empty Lua table as an object
    expect(flatten(Array.isArray(real.rows) ? real.rows : [])).toBe(flatten(rows));
  } else {
    // Exasol removes the position from messages of Lua errors.
    const message = withoutTimes(real.error ?? '').replace(/script:\d+: /g, '');
    expect(withoutTimes(error)).toContain(message);
    expect(message).not.toBe('');
  }
}
