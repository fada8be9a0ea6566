import { afterAll, describe, expect, it } from 'vitest';
import { stopLuaWorkers } from '../../../../src/sandbox/lua/lua-worker.js';
import { ExasolError } from '../../../../src/sandbox/types/exasol-error.js';
import type { StatementResult } from '../../../../src/sandbox/types/statement-result.js';
import { INTEGER, MONEY, readOutput, runBody, VARCHAR } from './lua-call.js';

afterAll(stopLuaWorkers);

const PEOPLE: StatementResult = {
  kind: 'resultSet',
  columns: [
    { name: 'ID', dataType: INTEGER },
    { name: 'Name', dataType: VARCHAR },
    { name: 'PAY', dataType: MONEY },
    { name: 'RATE', dataType: { type: 'DOUBLE' } },
    { name: 'OK', dataType: { type: 'BOOLEAN' } },
    { name: 'BORN', dataType: { type: 'DATE' } },
  ],
  rows: [
    [1n, "O'Hara ☃\n", '1234567890123456789.5', 2, true, '2024-06-18'],
    [9007199254740993n, null, null, 0.1, false, null],
  ],
};

const returning = (result: StatementResult) => async () => result;
const failing = (code: string, text: string) => () => Promise.reject(new ExasolError(code, text));

describe('the result of a script', () => {
  it('has its output and row count', async () => {
    const { result, output } = await runBody("output('a') output(2) return {rows_affected = 3}");
    expect(output).toEqual(['a', '2']);
    expect(result).toEqual({ kind: 'rowCount', rowCount: 3 });
  });

  it.each([
    ['nothing', '', 0],
    ['exit() without a value', 'exit()', 0],
    ['a number', 'return 4', 4],
    ['exit in a function, out of a pcall', 'local function f() exit({rows_affected = 5}) end pcall(f) return 1', 5],
    ['exit in a coroutine', 'coroutine.wrap(function() exit(6) end)() return 1', 6],
    ['exit in a resumed coroutine', 'coroutine.resume(coroutine.create(function() exit(7) end)) return 1', 7],
    ['exit under xpcall', 'xpcall(function() exit(8) end, function() return 1 end) return 1', 8],
  ])('is the row count of %s', async (_name, body, rowCount) => {
    expect((await runBody(body)).result).toEqual({ kind: 'rowCount', rowCount });
  });

  it('is a table with the types of its column definitions', async () => {
    const body = `exit({{1, 'a', decimal('2.5', 9, 2), true, 1.5, '2024-01-31'}, {2.0, null, 3, NULL, 2, null}},
      'id decimal(18,0), "Name" VARCHAR(5), price DECIMAL(9,2), ok BOOLEAN, x DOUBLE PRECISION, d DATE')`;
    const { result } = await runBody(body, { returns: 'TABLE' });
    expect(result.kind === 'resultSet' && result.columns.map(({ name }) => name)).toEqual([
      'ID',
      'Name',
      'PRICE',
      'OK',
      'X',
      'D',
    ]);
    expect(result.kind === 'resultSet' && result.rows).toEqual([
      [1n, 'a', '2.5', true, 1.5, '2024-01-31'],
      [2n, null, '3', null, 2, null],
    ]);
  });

  it('can be an empty table', async () => {
    const { result } = await runBody('return {}, "A INT"', { returns: 'TABLE' });
    expect(result).toEqual({ kind: 'resultSet', columns: [{ name: 'A', dataType: INTEGER }], rows: [] });
  });

  it('can be the result of a query', async () => {
    const { result } = await runBody("exit(query('SELECT 1'))", { returns: 'TABLE', query: returning(PEOPLE) });
    expect(result).toEqual(PEOPLE);
  });

  it.each([
    [
      'a short row',
      "return {{1}}, 'A INT, B INT'",
      'row 1 of the returned table has 1 values, but there are 2 columns',
    ],
    ['a nil in a row', "return {{nil, 1}}, 'A INT'", /./],
    ['text for a number', "return {{'1'}}, 'A INT'", 'decimal expected, got string'],
    ['a number for text', "return {{1}}, 'A VARCHAR(3)'", 'string expected, got number'],
    ['a text that is too long', "return {{'äöüß'}}, 'A VARCHAR(3)'", 'Valuelength: 4 Maxlength: 3'],
    ['a number that is too large', "return {{1000}}, 'A DECIMAL(3,0)'", 'numeric value out of range'],
    ['a table without column definitions', 'return {{1}}', 'without column definitions'],
    ['invalid column definitions', "return {{1}}, 'A NOTHING'", 'syntax error'],
    ['a result that is not a table', 'return 1', 'must return a table'],
    ['a row that is not a table', "return {1}, 'A INT'", 'row 1 of the returned table is a number, it must be a table'],
    ['a table in a cell', "return {{{}}}, 'A VARCHAR(3)'", 'string expected, got table'],
  ])('rejects %s', async (_name, body, message) => {
    await expect(runBody(body, { returns: 'TABLE' })).rejects.toThrow(message);
    await expect(runBody(body, { returns: 'TABLE' })).rejects.toMatchObject({ sqlCode: '43000' });
  });
});

describe('query results', () => {
  it('are read-only arrays from 1 with cells by position and by exact name', async () => {
    const body = `local r = query('SELECT 1')
      output(#r .. ' ' .. #r[1])
      output(r[1][2] .. r[1].Name) output(tostring(r[1].NAME) .. tostring(r[3]) .. tostring(r[1][7]))
      output(math.type(r[1].ID) .. ' ' .. r[2].ID) output(type(r[1].PAY) .. ' ' .. tostring(r[1].PAY))
      output(math.type(r[1].RATE) .. ' ' .. r[2].RATE) output(type(r[1].OK) .. tostring(r[2]["OK"])) output(r[1].BORN)
      output(tostring(r[2].PAY == null) .. tostring(r[2].Name == NULL) .. tostring(r[2].PAY == nil))
      output(r.statement_text)
      local n = 0 for i, row in ipairs(r) do for j, cell in ipairs(row) do n = n + 1 end end output(n)
      output(tostring(pcall(function() r[1][1] = 2 end)) .. tostring(pcall(function() r[1] = 2 end)) .. tostring(r[1][1]))`;
    const name = "O'Hara ☃\n";
    expect(await readOutput(body, { query: returning(PEOPLE) })).toEqual([
      '2 6',
      name + name,
      'nilnilnil',
      'integer 9007199254740993',
      'userdata 1234567890123456789.5',
      'float 0.1',
      'booleanfalse',
      '2024-06-18',
      'truetruefalse',
      'SELECT 1',
      '12',
      'falsefalse1',
    ]);
  });

  it('have the counts of DML, IMPORT and EXPORT', async () => {
    const query = async (sql: string): Promise<StatementResult> =>
      sql === 'EXPORT'
        ? { kind: 'rowCount', rowCount: 5, etl: { read: 0, written: 5, withError: 0 } }
        : { kind: 'rowCount', rowCount: 6, changes: { inserted: 1, updated: 2, deleted: 3 } };
    const body = `local r = query('MERGE') output(r.rows_affected..r.rows_inserted..r.rows_updated..r.rows_deleted)
      output(tostring(r.etl_rows_written) .. tostring(r.anything))
      local e = query('EXPORT') output(e.etl_rows_read..e.etl_rows_written..e.etl_rows_with_error..tostring(e.rows_inserted))`;
    expect(await readOutput(body, { query })).toEqual(['6123', 'nilnil', '050nil']);
  });

  it('reject HASHTYPE by its number', async () => {
    const columns = [{ name: 'H', dataType: { type: 'HASHTYPE', size: 16 } }] as const;
    const query = returning({ kind: 'resultSet', columns, rows: [] });
    expect(await readOutput("local ok, r = pquery('x') output(r.error_code .. r.error_message)", { query })).toEqual([
      '42000Can not handle type: 126',
    ]);
  });

  it('are limited to 250 at a time', async () => {
    const query = returning(PEOPLE);
    await expect(runBody("local t = {} for i = 1, 251 do t[i] = query('x') end", { query })).rejects.toThrow(
      'number of open resultsets exceeds 250',
    );
    expect(await readOutput("for i = 1, 1000 do query('x') end output('ok')", { query })).toEqual(['ok']);
  });
});

describe('query and pquery', () => {
  it('bind parameters', async () => {
    const statements: string[] = [];
    const query = async (sql: string): Promise<StatementResult> => {
      statements.push(sql);
      return { kind: 'rowCount', rowCount: 0 };
    };
    const body = `query("INSERT INTO ::s.T VALUES (:a, :b, :c, :d, :e, ':a')",
      {s = quote('x"y'), a = "it's", b = 1.5, c = null, d = true, e = decimal('12345678901234567890.1', 36, 1)})`;
    await runBody(body, { query });
    expect(statements).toEqual([
      `INSERT INTO "x""y".T VALUES ('it''s', 1.5, NULL, TRUE, 12345678901234567890.1, ':a')`,
    ]);
  });

  it('fail with the message, and pquery also with the code', async () => {
    const query = failing('22012', 'data exception - division by zero');
    const body = `local ok, r = pquery('SELECT 1/0')
      output(tostring(ok) .. '|' .. r.error_message .. '|' .. r.error_code .. '|' .. r.statement_text)
      output(select(2, pcall(query, 'SELECT 1/0')))
      query('SELECT 1/0')`;
    await expect(runBody(body, { query })).rejects.toMatchObject({
      sqlCode: '43000',
      text: '"data exception - division by zero" caught in script "S"."N" at line 4',
    });
    expect(await readOutput(body.slice(0, body.lastIndexOf('query')), { query })).toEqual([
      'false|data exception - division by zero|22012|SELECT 1/0',
      'data exception - division by zero',
    ]);
  });

  it('work where Lua cannot yield: gsub, sort, coroutines, metamethods', async () => {
    const query = async (sql: string): Promise<StatementResult> => ({ kind: 'rowCount', rowCount: sql.length });
    const body = `output((string.gsub('ab', '.', function(c) return query(c .. c).rows_affected end)))
      local t = {'bbb', 'a', 'cc'}
      table.sort(t, function(x, y) return query(x).rows_affected < query(y).rows_affected end) output(t[1] .. t[2] .. t[3])
      output(coroutine.wrap(function() coroutine.yield(query('four').rows_affected) end)())
      output(setmetatable({}, {__index = function(_, k) return query(k).rows_affected end}).abc)
      output(tostring(select(2, pcall(pcall, query, 'xx'))))`;
    expect(await readOutput(body, { query })).toEqual(['22', 'accbbb', '4', '3', 'true']);
  });

  it('reject values that are not statements', async () => {
    await expect(runBody('query(nil)')).rejects.toThrow('query() expects the statement as a string, got nil');
    await expect(runBody("query('x', 'y')")).rejects.toThrow('parameters as a table, got string');
  });
});
