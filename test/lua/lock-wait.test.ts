/** The limit of the wait for a table that another transaction has changed. */
import { describe, expect, test } from 'vitest';
import { evaluate, refusal, type Stubs } from './run-lua.js';

const timeout = refusal('Query terminated because timeout has been reached.', 'R0001');

/** Writes a row in a session with this QUERY_TIMEOUT. Returns the outcome and the statements. */
async function write(own: string, insert: Stubs[number][1] = 1, alter: Stubs[number][1] = 0) {
  const statements: string[] = [];
  const record = (sql: string) => statements.push(sql);
  const outcome = await evaluate(
    `local database = require('sme.database').new(pquery)
     local done, message = require('sme.transactions').commit(database, 'INSERT INTO T VALUES (1)')
     return { { done and 'done' or message } }, 'C VARCHAR(999)'`,
    [
      [/SESSION_PARAMETER/, [[own]]],
      [/^SELECT SYSTEM_VALUE/, [['7200']]],
      [
        /^ALTER SESSION/,
        (sql) => {
          record(sql.replace('ALTER SESSION SET QUERY_TIMEOUT = ', ''));
          return typeof alter === 'function' ? alter(sql) : alter;
        },
      ],
      [
        /^INSERT/,
        (sql) => {
          record('INSERT');
          return typeof insert === 'function' ? insert(sql) : insert;
        },
      ],
      [/^(COMMIT|ROLLBACK)/, 0],
    ],
  );
  return { outcome, statements };
}

describe('a statement that writes', () => {
  test("runs with a limit of 61 seconds, and the session's value is restored", async () => {
    expect(await write('0')).toEqual({ outcome: 'done', statements: ['61', 'INSERT', '0'] });
    expect(await write('900')).toEqual({ outcome: 'done', statements: ['61', 'INSERT', '900'] });
  });

  test("reports the other transaction after a timeout, and the session's value is restored", async () => {
    const { outcome, statements } = await write('0', timeout);
    expect(outcome).toBe(
      'another transaction holds a table or script and did not end in time (Query terminated because timeout has been reached)',
    );
    expect(statements).toEqual(['61', 'INSERT', '0']);
  });

  test('keeps a stricter limit of the session', async () => {
    expect(await write('30')).toEqual({ outcome: 'done', statements: ['INSERT'] });
  });

  test('resets the limit of an aborted script', async () => {
    for (const leftOver of ['61', '121', '3601']) {
      expect(await write(leftOver)).toEqual({ outcome: 'done', statements: ['7200', '61', 'INSERT', '7200'] });
    }
  });

  test('adds the time since the start of the script to the limit', async () => {
    const statements: string[] = [];
    await evaluate(
      `local database = require('sme.database').new(pquery)
       local transactions = require('sme.transactions')
       local started = os.time()
       os.time = function() return started + 7200 end
       transactions.commit(database, 'INSERT INTO T VALUES (1)')
       return { { 'done' } }, 'C VARCHAR(999)'`,
      [
        [/SESSION_PARAMETER/, [['0']]],
        [/^ALTER SESSION/, (sql) => statements.push(sql.replace(/.* = /, ''))],
        [/^(INSERT|COMMIT)/, 1],
      ],
    );
    expect(statements).toEqual(['7261', '0']);
  });

  test('runs without a limit if the session cannot be changed', async () => {
    expect(await write('0', 1, refusal('not allowed'))).toEqual({ outcome: 'done', statements: ['61', 'INSERT'] });
  });
});
