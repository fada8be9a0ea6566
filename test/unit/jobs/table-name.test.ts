import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/exasol/session.js';
import { findTable, parseTableName, writeTable } from '../../../src/jobs/table-name.js';

/** A session that returns these tables for every statement and records the statements. */
function makeCatalog(...tables: readonly (readonly [schema: string, table: string])[]) {
  const statements: string[] = [];
  const query = async (sql: string) => {
    statements.push(sql);
    return { columns: ['S', 'T'], rows: tables.map((row) => [...row]), rowCount: tables.length };
  };
  const session: Session = { query, batch: async () => [] };
  return { session, statements };
}

describe('the name of a table', () => {
  test.each([
    ['CUSTOMERS', undefined, 'CUSTOMERS'],
    ['sales.customers', 'sales', 'customers'],
    [' SALES . CUSTOMERS ', 'SALES', 'CUSTOMERS'],
    ['"Sales"."my table"', 'Sales', 'my table'],
    ['"with.dot"."a""b"', 'with.dot', 'a"b'],
    ['SALES."x; DROP TABLE y"', 'SALES', 'x; DROP TABLE y'],
    ['Kunden.Größe', 'Kunden', 'Größe'],
  ])('%s', (text, schema, table) => {
    const parsed = parseTableName(text);
    expect([parsed.schema?.text, parsed.table.text]).toEqual([schema, table]);
  });

  test.each(['', '.', 'A.', '.B', 'A.B.C', 'my table', '"open', '""', 'A."B', 'A"B"'])('rejects %j', (text) => {
    expect(() => parseTableName(text)).toThrow(expect.objectContaining({ code: 'E-SME-233', exitCode: 2 }));
  });
});

describe('findTable', () => {
  test('looks for the exact and the upper-case name, and only for the exact name if it is quoted', async () => {
    const { session, statements } = makeCatalog(['SALES', 'CUSTOMERS']);
    expect(await findTable(session, parseTableName('sales.customers'))).toEqual({
      schema: 'SALES',
      table: 'CUSTOMERS',
    });
    expect(statements[0]).toContain("TABLE_NAME IN ('customers', 'CUSTOMERS') AND TABLE_SCHEMA IN ('sales', 'SALES')");
    await expect(findTable(session, parseTableName('"sales"."CUSTOMERS"'))).rejects.toThrow(
      'There is no table or view',
    );
    expect(statements[1]).toContain("VIEW_NAME IN ('CUSTOMERS') AND VIEW_SCHEMA IN ('sales')");
  });

  test('prefers the exact name', async () => {
    const { session } = makeCatalog(['SALES', 'CUSTOMERS'], ['SALES', 'customers']);
    expect(await findTable(session, parseTableName('SALES.customers'))).toEqual({
      schema: 'SALES',
      table: 'customers',
    });
  });

  test('quotes special characters in names', async () => {
    const { session, statements } = makeCatalog(['O\'Brien "x"', 'a b']);
    const found = await findTable(session, parseTableName('"O\'Brien ""x"""."a b"'));
    expect(statements[0]).toContain(`TABLE_SCHEMA IN ('O''Brien "x"')`);
    expect(writeTable(found)).toBe('"O\'Brien ""x"""."a b"');
  });

  test('requires a schema if several schemas have the table', async () => {
    const { session } = makeCatalog(['B', 'T'], ['A', 'T']);
    await expect(findTable(session, parseTableName('t'))).rejects.toMatchObject({
      code: 'E-SME-235',
      message: expect.stringContaining('"A"."T", "B"."T"'),
    });
  });

  test.each([
    ['sales.custmers', "(did you mean 'SALES.CUSTOMERS'?)"],
    ['slaes.customers', "(did you mean 'SALES.CUSTOMERS'?)"],
    ['custmers', "(did you mean 'CUSTOMERS'?)"],
  ])('suggests the nearest name for %s', async (text, suggestion) => {
    const [all, none] = [makeCatalog(['SALES', 'CUSTOMERS'], ['SALES', 'ORDERS']), makeCatalog()];
    let isFirst = true;
    const query: Session['query'] = async (sql) => {
      const answer = await (isFirst ? none : all).session.query(sql);
      isFirst = false;
      return answer;
    };
    await expect(findTable({ query, batch: async () => [] }, parseTableName(text))).rejects.toMatchObject({
      code: 'E-SME-234',
      exitCode: 7,
      message: expect.stringContaining(`'${text}' that you can read ${suggestion}.`),
    });
  });
});
