import { expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

async function normalize(types: readonly string[]): Promise<unknown> {
  const list = types.map((type) => `'${type}'`).join(', ');
  const code = `local column_type = require('sme.column_type')
local converted = {}
for _, text in ipairs({ ${list} }) do
    converted[#converted + 1] = column_type.normalize(text) or 'refused'
end
return { { table.concat(converted, ';') } }, 'A VARCHAR(2000000)'`;
  return (await evaluate(code)).split(';');
}

const accepted: readonly (readonly [string, string])[] = [
  ['INTEGER', 'DECIMAL(18,0)'],
  ['int', 'DECIMAL(18,0)'],
  ['bigint', 'DECIMAL(36,0)'],
  ['smallint', 'DECIMAL(9,0)'],
  ['tinyint', 'DECIMAL(3,0)'],
  ['decimal', 'DECIMAL(18,0)'],
  ['decimal(18)', 'DECIMAL(18,0)'],
  ['Decimal ( 9 , 2 )', 'DECIMAL(9,2)'],
  ['number', 'DOUBLE'],
  ['number(5)', 'DECIMAL(5,0)'],
  ['double  precision', 'DOUBLE'],
  ['float(20)', 'DOUBLE'],
  ['char', 'CHAR(1) UTF8'],
  ['char(3) ascii', 'CHAR(3) ASCII'],
  ['varchar(20)', 'VARCHAR(20) UTF8'],
  ['varchar2(20) character set utf8', 'VARCHAR(20) UTF8'],
  ['character varying(7)', 'VARCHAR(7) UTF8'],
  ['clob', 'VARCHAR(2000000) UTF8'],
  ['bool', 'BOOLEAN'],
  ['date', 'DATE'],
  ['timestamp', 'TIMESTAMP'],
  ['timestamp(6)', 'TIMESTAMP(6)'],
  ['timestamp(3) with local time zone', 'TIMESTAMP(3) WITH LOCAL TIME ZONE'],
  ['hashtype(16 byte)', 'HASHTYPE(16 BYTE)'],
  ['interval day(2) to second(3)', 'INTERVAL DAY(2) TO SECOND(3)'],
];

test("converts the user's form of a type to Exasol's form", async () => {
  expect(await normalize(accepted.map(([text]) => text))).toEqual(accepted.map(([, type]) => type));
});

test('refuses a type that Exasol does not have', async () => {
  const types = ['', 'varchar', 'text', 'uuid', 'decimal(37)', 'decimal(3,4)', 'char(2001)', 'varchar(0)'];
  const more = ['varchar(9', 'int) EMITS (A INT', 'date date', 'decimal(9,2) utf8', 'datetime', 'timestamp(10)'];
  expect(await normalize([...types, ...more])).toEqual([...types, ...more].map(() => 'refused'));
});

test('gives key columns the types of Exasol, and names all invalid types in one error', async () => {
  const code = `local given = {
    { name = 'ID', type = 'bigint' }, { name = 'A', type = 'TEXT' }, { name = 'B', type = 'UUID' },
}
local job = { inputs = {}, row = {} }
local keys, problems = require('sme.key_columns').resolve({ upper = string.upper }, given, job)
return { { keys[1].type .. '|' .. #keys .. '|' .. table.concat(problems, '|') } }, 'A VARCHAR(2000000)'`;
  expect(await evaluate(code)).toMatch(
    /^DECIMAL\(36,0\)\|1\|E-SME-282: key_columns: Exasol does not have the type 'TEXT' of 'A', 'UUID' of 'B'\. Use BOOLEAN, [^|]+\.$/,
  );
});
