import { describe, expect, test } from 'vitest';
import { refusal, type Stubs } from './run-lua.js';
import { columns, kinds, train } from './training-stubs.js';

describe('input_query', () => {
  const query = { input_schema_name: undefined, input_table_or_view_name: undefined };
  const view: Stubs = [
    [/^(CREATE OR REPLACE|DROP) VIEW/, 0],
    [/^SELECT COLUMN_NAME/, []],
    [/^DESCRIBE/, columns.map(([, , name = '', type = '']) => [name, type])],
  ];

  test('is exported unchanged, with a line break after a comment', async () => {
    const input_query = "SELECT * FROM T WHERE A = ':x' -- all";
    const { error, statements } = await train({ ...query, input_query }, view);
    expect(error).toBeUndefined();
    expect(statements.find((text) => text.startsWith('EXPORT'))).toContain(`FROM (\n${input_query}\n) "SME_INPUT"\n)`);
  });

  test('does not look for its view in system tables, which show only committed objects', async () => {
    const { error, statements } = await train({ ...query, input_query: 'SELECT * FROM T' }, view);
    expect(error).toBeUndefined();
    expect(statements.filter((text) => /EXA_ALL_COLUMNS[\s\S]*SME_INPUT_/.test(text))).toEqual([]);
    expect(statements).toContain('DESCRIBE "SCR"."SME_INPUT_1585944483210400591"');
  });

  test('leaves no view and no lock behind', async () => {
    const { statements } = await train({ ...query, input_query: 'SELECT * FROM T;' }, view);
    expect(kinds(statements).slice(1, 5)).toEqual(['CREATE', 'DESCRIBE', 'DROP', 'COMMIT']);
    expect(statements[1]).toBe('CREATE OR REPLACE VIEW "SCR"."SME_INPUT_1585944483210400591" AS\nSELECT * FROM T');
  });

  test.each(['DROP TABLE X', '-- SELECT\nDELETE FROM T', ''])(
    'that is not a SELECT is refused: %j',
    async (input_query) => {
      const { error, statements } = await train({ ...query, input_query }, view);
      expect(error).toMatch(input_query === '' ? /E-SME-53: Missing: input_schema_name/ : /E-SME-67: input_query/);
      expect(statements.some((text) => text.startsWith('CREATE'))).toBe(false);
    },
  );

  test("that does not compile is reported with Exasol's message", async () => {
    const { error } = await train({ ...query, input_query: 'SELECT X FROM T) x' }, [
      [/^CREATE OR REPLACE VIEW/, refusal("syntax error, unexpected ')' [line 2, column 15]")],
      ...view,
    ]);
    expect(error).toContain("E-SME-68: The columns of input_query cannot be determined: syntax error, unexpected ')'");
  });
});
