import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { executeAll, openTestDatabase, readError, readRows, readValue } from '../session/open-test-session.js';

let database: Database;
let session: DatabaseSession;

beforeAll(async () => {
  database = await openTestDatabase();
  session = await database.openSession('sys');
  await executeAll(
    session,
    'CREATE SCHEMA "Sales"',
    'CREATE TABLE "Orders" ("Id" INT, "size" INT, SIZE_CM INT)',
    'INSERT INTO "Orders" VALUES (1, 2, 3)',
    'CREATE TABLE "twice" (A INT, "a" INT)',
    'INSERT INTO "twice" VALUES (1, 2)',
    'CREATE TABLE TWICE (B INT)',
    'CREATE TABLE "Single" (A INT, "a" INT, "Id" INT)',
    "ALTER SESSION SET SQL_IDENTIFIER_COMPARISON = 'IGNORE CASE'",
  );
});
afterAll(() => database.close());

it('finds tables and columns ignoring case', async () => {
  expect(await readValue(session, "SESSION_PARAMETER(CURRENT_SESSION, 'SQL_IDENTIFIER_COMPARISON')")).toBe(
    'IGNORE CASE',
  );
  expect(await readRows(session, 'SELECT id, "SIZE", sales.orders.size_cm FROM sales.orders')).toEqual([[1, 2, 3]]);
  expect(await readRows(session, 'SELECT o.ID FROM "ORDERS" o JOIN "Single" s ON S.id = O.id')).toEqual([]);
  expect(await readRows(session, 'DESCRIBE sales.orders')).toHaveLength(3);
});

it('prefers the exact name, and rejects names that are ambiguous without case', async () => {
  expect(await readRows(session, 'SELECT a, "a" FROM "twice"')).toEqual([[1, 2]]);
  expect(await readRows(session, 'SELECT * FROM twice')).toEqual([]);
  expect(await readError(session, 'SELECT * FROM "Twice"')).toContain('is ambiguous');
});

it('names the gap for the target of DML', async () => {
  expect(await readError(session, 'DELETE FROM orders')).toBe(
    '0A000 Feature not supported: SQL_IDENTIFIER_COMPARISON = IGNORE CASE for the target table Sales.ORDERS (sandbox gap)',
  );
});

it('does not affect other sessions, and rejects other values', async () => {
  const exact = await database.openSession('sys', { currentSchema: 'Sales' });
  expect(await readError(exact, 'SELECT * FROM orders')).toContain('object ORDERS not found');
  expect(await readError(exact, 'SELECT id FROM "Orders"')).toContain('object ID not found');
  expect(await readValue(exact, "SESSION_PARAMETER(CURRENT_SESSION, 'SQL_IDENTIFIER_COMPARISON')")).toBe(
    'CASE SENSITIVE',
  );
  expect(await readError(exact, "ALTER SESSION SET SQL_IDENTIFIER_COMPARISON = 'ANY'")).toContain('invalid value');
});
