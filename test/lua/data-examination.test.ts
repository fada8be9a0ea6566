/** The examination of data that no test database holds: large tables, many columns, statements that fail. */
import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { refusal, runScript, type Stubs } from './run-lua.js';

interface Input {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly classes?: number;
  /** The value of an aggregate; undefined for a usual one. */
  readonly answer?: (aggregate: string, sql: string) => string | undefined;
  readonly parameters?: object;
  readonly stubs?: Stubs;
}

/** Usual values: every column has a value in each row, and many different ones. */
function answerUsually(aggregate: string, rows: number): string {
  if (/^CORR/.test(aggregate)) return '0.5';
  if (/^COUNT\(\*\) - /.test(aggregate)) return '7';
  if (/^COUNT\(CASE/.test(aggregate)) return '0';
  if (/^(COUNT\(DISTINCT HASH_MD5|COUNT\(HASH_MD5|COUNT\("C\d+"\))/.test(aggregate)) return String(rows);
  if (/'\|'/.test(aggregate)) return '70';
  if (/DISTINCT/.test(aggregate)) return '37';
  if (/MIN\(/.test(aggregate) && !/MAX\(/.test(aggregate)) return '3';
  if (/^CASE WHEN MIN/.test(aggregate)) return '0';
  if (/^SUM\(COALESCE/.test(aggregate)) return String(rows * 20);
  return '5';
}

async function examine({ columns, rows, classes = 2, answer = () => undefined, parameters = {}, stubs = [] }: Input) {
  const statements: string[] = [];
  const aggregate = (sql: string) => {
    statements.push(sql);
    const [list = ''] = sql.split('\nFROM (SELECT ');
    const aggregates = list
      .replace(/^SELECT CAST\(/, '')
      .replace(/ AS VARCHAR\(2000\)\)$/, '')
      .split(' AS VARCHAR(2000)), CAST(');
    return [aggregates.map((each) => answer(each, sql) ?? answerUsually(each, rows))];
  };
  const outcome = await runScript(
    names.examineData,
    {
      json_str: JSON.stringify({
        input_schema_name: 'S',
        input_table_or_view_name: 'T',
        target_attribute_name: 'Y',
        ...parameters,
      }),
    },
    [
      ...stubs,
      [/^SELECT COLUMN_SCHEMA/, Object.entries(columns).map(([name, type]) => ['S', 'T', name, type])],
      [/^SELECT CAST\(COUNT\(\*\) AS VARCHAR\(40\)\), CAST\(COUNT/, [[rows, rows, classes, 0, 1].map(String)]],
      [
        /^SELECT "LABEL"/,
        [
          ['no', String(rows / 2)],
          ['yes', String(rows / 2)],
        ],
      ],
      [/AS VARCHAR\(2000\)\)/, aggregate],
    ],
  );
  const findings = outcome.rows.map(([severity, column, name, detail, suggestion]) => ({
    severity,
    column,
    name,
    detail,
    suggestion,
  }));
  return { ...outcome, findings, aggregations: statements };
}

const columns = { A: 'DECIMAL(9,0)', B: 'VARCHAR(10) UTF8', Y: 'VARCHAR(3) UTF8' };

describe('a large table', () => {
  test('is counted approximately, and only a part of its rows is compared', async () => {
    const { findings, aggregations } = await examine({
      columns,
      rows: 10_000_000,
      answer: (aggregate) => {
        if (/^SUM\(COALESCE/.test(aggregate)) return '6.1E9';
        if (/^COUNT\(CASE WHEN SUBSTR\(HASH_MD5/.test(aggregate)) return '39000';
        if (/^COUNT\(DISTINCT CASE WHEN SUBSTR\(HASH_MD5/.test(aggregate)) return '35100';
        return undefined;
      },
    });
    expect(findings.map(({ severity, name }) => `${severity} ${name}`)).toEqual([
      'hint about_duplicate_rows',
      'hint sampled_by_aws',
      'hint expected_tuning',
      'hint no_limits',
    ]);
    expect(findings[0]?.detail).toBe('About 10 % of 10000000 rows repeat another row in all columns of the training.');
    expect(findings[1]?.suggestion).toContain('sample_rows 8196721');
    expect(aggregations[0]).toContain('APPROXIMATE_COUNT_DISTINCT("C1")');
    expect(aggregations[0]).not.toContain('COUNT(DISTINCT "C1")');
  });

  test('of 100 GB or more is an error', async () => {
    const answer = (aggregate: string) => (/^SUM\(COALESCE/.test(aggregate) ? '123456789012' : undefined);
    const { findings } = await examine({ columns, rows: 1_000_000, answer });
    expect(findings[0]).toMatchObject({ severity: 'error', name: 'too_large', column: null });
    expect(findings[0]?.detail).toBe('The data has 123 GB as CSV. Autopilot takes less than 100 GB.');
  });
});

test('many columns are divided among statements of bounded length', async () => {
  const longName = (at: number) => `COLUMN_${'X'.repeat(110)}_${at}`;
  const many = Object.fromEntries(
    Array.from({ length: 1200 }, (_, at) => [longName(at), at % 2 ? 'VARCHAR(100) UTF8' : 'DECIMAL(18,0)']),
  );
  const { findings, aggregations, error } = await examine({ columns: { ...many, Y: 'VARCHAR(3) UTF8' }, rows: 1000 });
  expect(error).toBeUndefined();
  expect(findings.map(({ name }) => name)).toContain('many_columns');
  // the statistics of 1,201 columns, the size, and as many columns again
  expect(aggregations.length).toBeLessThanOrEqual(22);
  expect(Math.max(...aggregations.map((sql) => sql.length))).toBeLessThan(1_500_000);
  const selected = (sql: string) => sql.match(/ AS "C\d+"/g)?.length ?? 0;
  expect(Math.max(...aggregations.map(selected))).toBeLessThanOrEqual(250);
});

test('a statement that fails is a finding with the reason of Exasol, and the others stay', async () => {
  const { findings } = await examine({
    columns,
    rows: 1000,
    stubs: [[/AS VARCHAR\(2000\)\)/, refusal('Internal Server Error')]],
    answer: () => undefined,
  });
  expect(findings).toEqual([
    {
      severity: 'warning',
      column: null,
      name: 'no_rows_examined',
      detail: 'The values of the columns could not be examined: Internal Server Error.',
      suggestion: 'Fix the cause and run the examination again.',
    },
  ]);
});

test('a correlation with a decimal comma is read', async () => {
  const { findings } = await examine({
    columns: { A: 'DOUBLE', Y: 'DOUBLE' },
    rows: 1000,
    classes: 500,
    answer: (aggregate) => (aggregate.startsWith('CORR') ? '-0,999987' : undefined),
  });
  expect(findings.find(({ name }) => name === 'follows_target')).toMatchObject({
    column: 'A',
    detail: 'The correlation with the target is -0.99999: it probably contains the answer in another unit or scale.',
  });
});
