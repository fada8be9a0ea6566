import { describe, expect, test } from 'vitest';
import { planTableComments, planTableMigration, type RenderedTable, renderTables } from '../../../src/render/table.js';

const name = 'SME_METADATA_AUTOPILOT_JOBS';

/** The columns of the job table of the Python extension in EXA_ALL_COLUMNS. */
const pythonExtensionColumns = [
  ['DATETIME', 'TIMESTAMP'],
  ['JOB_NAME', 'VARCHAR(32) UTF8'],
  ['AWS_CREDENTIALS_CONNECTION_NAME', 'VARCHAR(200) UTF8'],
  ['IAM_SAGEMAKER_ROLE', 'VARCHAR(200) UTF8'],
  ['S3_BUCKET_URI', 'VARCHAR(200) UTF8'],
  ['S3_OUTPUT_PATH', 'VARCHAR(100) UTF8'],
  ['TARGET_ATTRIBUTE_NAME', 'VARCHAR(100) UTF8'],
  ['PROBLEM_TYPE', 'VARCHAR(100) UTF8'],
  ['OBJECTIVE', 'VARCHAR(100) UTF8'],
  ['MAX_RUNTIME_FOR_AUTOML_JOB_IN_SECONDS', 'DECIMAL(18,0)'],
  ['MAX_CANDIDATES', 'DECIMAL(18,0)'],
  ['MAX_RUNTIME_PER_TRAINING_JOB_IN_SECONDS', 'DECIMAL(18,0)'],
  ['SESSION_ID', 'DECIMAL(20,0)'],
  ['SCRIPT_USER', 'VARCHAR(100) UTF8'],
  ['COLUMN_NAMES', 'VARCHAR(2000000) UTF8'],
  ['COLUMN_TYPES', 'VARCHAR(2000000) UTF8'],
].map(([column = '', type = '']) => ({ name: column, type }));

/** The job table, rendered for a schema. */
function renderJobTable(schema: string): RenderedTable {
  const table = renderTables(schema).find((rendered) => rendered.name === name);
  if (table === undefined) throw new Error('no job table');
  return table;
}

describe('the job table', () => {
  const table = renderJobTable('my "s"');

  test('begins with the columns of the Python extension in the same order', () => {
    expect(table.columns.slice(0, pythonExtensionColumns.length).map((column) => column.name)).toEqual(
      pythonExtensionColumns.map((column) => column.name),
    );
  });

  test('is created only if it is missing', () => {
    expect(table.sql).toMatch(
      /^CREATE TABLE IF NOT EXISTS "my ""s"""\."SME_METADATA_AUTOPILOT_JOBS" \(\n {4}"DATETIME" TIMESTAMP NOT NULL COMMENT IS '[^']+',/,
    );
    expect(table.sql).toMatch(/,\n {4}PRIMARY KEY \("JOB_NAME"\)\n\) COMMENT IS '[^']+'$/);
  });

  test('needs no migration if it is new', () => {
    expect(planTableMigration(table, table.columns, 'S')).toEqual({ statements: [], reasons: [] });
  });
});

describe('the job table of the Python extension', () => {
  const { statements, reasons } = planTableMigration(renderJobTable('S'), pythonExtensionColumns, 'S');

  test('gets wider columns and new columns, without NOT NULL because it has rows', () => {
    expect(statements.slice(0, 5)).toEqual([
      `ALTER TABLE "S"."${name}" MODIFY COLUMN "IAM_SAGEMAKER_ROLE" VARCHAR(2048) UTF8`,
      `ALTER TABLE "S"."${name}" MODIFY COLUMN "S3_BUCKET_URI" VARCHAR(1024) UTF8`,
      `ALTER TABLE "S"."${name}" MODIFY COLUMN "S3_OUTPUT_PATH" VARCHAR(1024) UTF8`,
      `ALTER TABLE "S"."${name}" MODIFY COLUMN "TARGET_ATTRIBUTE_NAME" VARCHAR(128) UTF8`,
      `ALTER TABLE "S"."${name}" MODIFY COLUMN "SCRIPT_USER" VARCHAR(128) UTF8`,
    ]);
    expect(statements.slice(5).every((text) => /ADD COLUMN "\w+" [A-Z0-9(), ]+$/.test(text))).toBe(true);
    expect(statements.join('\n')).not.toContain('NOT NULL');
    expect(reasons).toHaveLength(statements.length);
    expect(reasons[0]).toBe('column IAM_SAGEMAKER_ROLE is VARCHAR(200) UTF8, too small for VARCHAR(2048) UTF8');
  });

  test('keeps a column that is wider than required', () => {
    expect(statements.some((text) => text.includes('AWS_CREDENTIALS_CONNECTION_NAME'))).toBe(false);
  });

  test('gets a wider column for a DECIMAL with too few digits', () => {
    const narrow = renderJobTable('S').columns.map((column) =>
      column.name === 'SESSION_ID' ? { name: column.name, type: 'DECIMAL(18,0)' } : column,
    );
    expect(planTableMigration(renderJobTable('S'), narrow, 'S').statements).toEqual([
      `ALTER TABLE "S"."${name}" MODIFY COLUMN "SESSION_ID" DECIMAL(20,0)`,
    ]);
  });
});

describe('the comments of a table', () => {
  const table = renderJobTable('S');
  const columns = new Map(table.columns.map((column) => [column.name, column.meaning]));

  test('are kept if they are up to date', () => {
    expect(planTableComments(table, { table: table.comment, columns }, 'S').statements).toEqual([]);
  });

  test.each([
    { what: 'the table has no comment', installed: { table: '', columns } },
    {
      what: 'a column has another comment',
      installed: { table: table.comment, columns: new Map([...columns, ['JOB_NAME', 'x']]) },
    },
  ])('are all set in one statement if $what', ({ installed }) => {
    const { statements } = planTableComments(table, installed, 'S');
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/^COMMENT ON TABLE "S"\."SME_METADATA_AUTOPILOT_JOBS" IS '[^']+' \("DATETIME" IS '/);
  });
});
