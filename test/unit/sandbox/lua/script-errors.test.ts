import { afterAll, describe, expect, it } from 'vitest';
import { stopLuaWorkers } from '../../../../src/sandbox/lua/lua-worker.js';
import { ExasolError } from '../../../../src/sandbox/types/exasol-error.js';
import { readOutput, runBody } from './lua-call.js';

afterAll(stopLuaWorkers);

describe('errors', () => {
  it.each([
    ['error()', '\n\nerror(\'E-1: "quoted"\')', '"E-1: "quoted"" caught in script "S"."N" at line 3'],
    ['error() with a level', "local function f() error('x', 2) end\nf()", '"x" caught in script "S"."N" at line 2'],
    ['error() from a pcall', "local _, e = pcall(error, 'x')\nerror(e)", '"x" caught in script "S"."N" at line 2'],
    ['a fault', 'local t\nt.x = 1', `"attempt to index a nil value (local 't')" caught in script "S"."N" at line 2`],
    ['NULL in a text', "local s = null .. 'x'", "attempt to concatenate a userdata value (global 'null')"],
    [
      'a call of a library',
      '\nstring.rep()',
      `"bad argument #1 to 'rep' (string expected, got no value)" caught in script "S"."N" at line 2`,
    ],
    ['a syntax error', '\nlocal = 1', `"<name> expected near '='" caught in script "S"."N" at line 2`],
    [
      'a fault in a coroutine',
      "coroutine.wrap(function()\nerror('deep') end)()",
      '"deep" caught in script "S"."N" at line 2',
    ],
    ['output of NULL', 'output(null)', 'output() expects a string, got userdata'],
    ['a missing library', "require('socket')", "no library 'socket' (the sandbox has"],
    ['endless recursion', 'local function f() return 1 + f() end f()', 'stack overflow'],
  ])('name script and line: %s', async (_name, body, text) => {
    await expect(runBody(body)).rejects.toThrow(text);
    await expect(runBody(body)).rejects.toMatchObject({ sqlCode: '43000' });
  });

  it('are text without position for pcall, whatever was raised', async () => {
    const body = `local ok, e = pcall(error, {code = 1}) output(type(e))
      output(select(2, pcall(error, 'plain'))) output(select(2, pcall(function() local x = nil; return x.y end)))
      output(select(2, xpcall(function() error('a') end, function(m) return m .. '!' end)))
      output(select(2, coroutine.resume(coroutine.create(function() error('in coroutine') end))))
      output(select('#', pcall(function() return 1, nil, nil end)))`;
    expect(await readOutput(body)).toEqual([
      'string',
      'plain',
      "attempt to index a nil value (local 'x')",
      'a!',
      'in coroutine',
      '4',
    ]);
  });

  it('do not affect the next script', async () => {
    await expect(runBody("leaked = 1 string.leaked = 2 error('x')")).rejects.toThrow('x');
    expect(await readOutput('output(tostring(leaked) .. tostring(string.leaked))')).toEqual(['nilnil']);
  });
});

/** Holds up the main thread. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

describe('an abort', () => {
  it.each([
    ['an endless loop', 'while true do end'],
    ['an endless loop that catches everything', 'while true do pcall(error) end'],
    ['a slow pattern', "string.find(('a'):rep(40), ('.-'):rep(40) .. 'b')"],
  ])('ends %s', async (_name, body) => {
    const controller = new AbortController();
    const run = runBody(`query('started') ${body}`, {
      signal: controller.signal,
      query: async () => {
        setImmediate(() => controller.abort());
        return { kind: 'rowCount', rowCount: 0 };
      },
    });
    await expect(run).rejects.toMatchObject({ sqlCode: 'R0003' });
    expect(await readOutput("output('next')")).toEqual(['next']);
  });

  it('waits for the aborted query, so that nothing else runs in the transaction meanwhile', async () => {
    const controller = new AbortController();
    const ended: string[] = [];
    const run = runBody("query('slow')", {
      signal: controller.signal,
      query: async () => {
        controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 50));
        ended.push('query');
        throw new ExasolError('R0003', 'Client requested execution abort.');
      },
    });
    await run.catch(() => ended.push('script'));
    expect(ended).toEqual(['query', 'script']);
  });

  it('ignores requests that the script sent before it was stopped', async () => {
    const controller = new AbortController();
    let queries = 0;
    const run = runBody("while true do query('next') end", {
      signal: controller.signal,
      query: async () => {
        queries += 1;
        // The script sends its next request while this one holds up the main thread.
        if (queries === 20) {
          setImmediate(() => {
            block(20);
            controller.abort();
          });
        }
        return { kind: 'rowCount', rowCount: 0 };
      },
    });
    await expect(run).rejects.toMatchObject({ sqlCode: 'R0003' });
    const atEnd = queries;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(queries).toBe(atEnd);
  });

  it('reports its reason', async () => {
    const reason = new ExasolError('R0001', 'Query terminated because timeout has been reached.');
    await expect(runBody('', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
