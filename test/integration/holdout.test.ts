/** Lua and TypeScript write the same SQL for the rows that a training keeps apart. */
import { expect, test } from 'vitest';
import { writeHoldoutCondition } from '../../src/tables/holdout.js';
import { evaluate } from '../lua/run-lua.js';

const columns = [
  { name: 'ID', type: 'DECIMAL(18,0)' },
  { name: '@ # %1 "x"', type: 'VARCHAR(20) UTF8' },
  { name: 'PRICE', type: 'DECIMAL(10,2)' },
  { name: 'SEEN', type: 'TIMESTAMP(3) WITH LOCAL TIME ZONE' },
  { name: 'CODE', type: 'HASHTYPE(16 BYTE)' },
];

test.each([
  { hashed: columns.slice(0, 1), fraction: 0.2 },
  { hashed: columns.slice(1, 2), fraction: 0.1 },
  { hashed: columns.slice(4), fraction: 1e-12 },
  { hashed: columns, fraction: 0.999_999_999 },
])('Lua and TypeScript write the same condition for $fraction', async ({ hashed, fraction }) => {
  const written = writeHoldoutCondition(hashed, fraction);
  expect(written).toMatch(/^COALESCE\(TO_NUMBER\(SUBSTR\(HASH_MD5\(.*\), 1, 7\), 'XXXXXXX'\), 268435456\) < \d+$/s);
  const inLua = await evaluate(`local columns = require('cjson').decode([==[${JSON.stringify(hashed)}]==])
exit({ { require('sme.holdout').condition(columns, ${fraction}) } }, 'T VARCHAR(2000000)')`);
  expect(inLua).toBe(written);
});
