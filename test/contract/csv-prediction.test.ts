/** The functions and the view of an endpoint that send rows as CSV lines: they predict what the prediction function predicts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createEndpoint, deleteEndpoint, trainToEnd } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;

const columns = [
  '"my key" VARCHAR(20)',
  '"select" BOOLEAN',
  '"Day" DATE',
  '"at" TIMESTAMP',
  '"local" TIMESTAMP WITH LOCAL TIME ZONE',
  'AMOUNT DECIMAL(20,4)',
  'BIG DECIMAL(36,0)',
  'F DOUBLE',
  'C CHAR(5)',
  '"it\'s ""T""" VARCHAR(200)',
  'TARGET VARCHAR(3)',
];
const hostile = [
  "'k1', TRUE, DATE '2024-06-18', TIMESTAMP '2024-06-18 17:22:13.123', TIMESTAMP '2024-06-18 17:22:13', 1.5, 123456789012345678901234567890, 0.1, 'ab', 'plain'",
  "'k,2', FALSE, DATE '0999-01-01', TIMESTAMP '1999-12-31 00:00:00', TIMESTAMP '2024-01-01 00:00:00', -0.25, -7, 1, ' a', 'likes, commas'",
  "'k\"3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
  "NULL, TRUE, DATE '9999-12-31', NULL, NULL, 100, 0, -2.5, 'abcde', 'says \"hi\", twice'",
  "'k\n5', NULL, NULL, NULL, NULL, 100.1, 10, 1234567.25, 'x', 'two\nlines and one\rreturn'",
  "'Größe 😀', TRUE, NULL, NULL, NULL, 0.0001, 100, 0, 'Ü', 'Größe 😀 ''x'' '",
];
const source = 'SALES."Table ""x"""';
const endpoint = { job_name: 'hostile', prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true };

const sme = (...args: readonly string[]) =>
  runCommand(args, {
    env: { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' },
  });
const query = (sql: string) => run(trained.driver, sql);

async function create(parameters: object = {}): Promise<readonly unknown[]> {
  const answer = await createEndpoint(trained.driver, 'SME', { ...endpoint, ...parameters });
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  return answer.rows[0] ?? [];
}

async function refuse(parameters: object): Promise<string> {
  const answer = await createEndpoint(trained.driver, 'SME', { ...endpoint, ...parameters });
  return answer.kind === 'error' ? answer.text : JSON.stringify(answer);
}

const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort();

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointDelete: 50 } },
  });
  const { driver, sagemaker, training } = trained;
  await query(`CREATE TABLE ${source} (${columns.join(', ')})`);
  for (const row of hostile) await query(`INSERT INTO ${source} VALUES (${row}, 'yes')`);
  const filler =
    "'n' || RANGE_VALUE, TRUE, NULL, NULL, NULL, RANGE_VALUE / 7, 1, RANGE_VALUE / 3, 'x', 'x', CASE WHEN MOD(RANGE_VALUE, 3) = 0 THEN 'no' ELSE 'yes' END";
  await query(`INSERT INTO ${source} SELECT ${filler} FROM VALUES BETWEEN 1 AND 600`);
  await trainToEnd(driver, sagemaker, 'SME', {
    ...training,
    job_name: 'hostile',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'Table "x"',
    target_attribute_name: 'TARGET',
    exclude_columns: ['my key'],
  });
});

afterAll(() => trained?.stop());

describe('an endpoint with a key column', () => {
  let predictSql: string;
  let main: readonly (readonly unknown[])[];

  beforeAll(async () => {
    const row = await create({ key_columns: ['my key'] });
    predictSql = String(row[9]);
    const names = ['my key', 'select', 'Day', 'at', 'AMOUNT', 'BIG', 'F', 'C', 'it\'s "T"'].map(
      (name) => `"${name.replaceAll('"', '""')}"`,
    );
    names.splice(4, 0, `CONVERT_TZ("local", SESSIONTIMEZONE, 'UTC')`);
    main = await query(
      `SELECT "my key", PROBABILITY, PREDICTIONS FROM (SELECT SALES.HOSTILE(${names.join(', ')}) FROM ${source})`,
    );
  });

  test('predicts the same from CSV lines, row by row', async () => {
    expect(main).toHaveLength(606);
    expect(predictSql).toContain('SELECT "SALES"."HOSTILE_CSV"("my key", "CSV_LINE")\nFROM (\n  SELECT "my key",\n');
    expect(sorted(await query(predictSql))).toEqual(sorted(main));
  });

  test('predicts the same in a session with another time zone', async () => {
    await query("ALTER SESSION SET TIME_ZONE = 'AMERICA/NEW_YORK'");
    const elsewhere = await query(predictSql);
    await query("ALTER SESSION SET TIME_ZONE = 'EUROPE/BERLIN'");
    expect(sorted(elsewhere)).toEqual(sorted(main));
  });

  test('predicts nothing for an empty source', async () => {
    expect(await query(predictSql.replace(/FROM SALES.*|FROM "SALES".*/, (from) => `${from} WHERE 1 = 0`))).toEqual([]);
  });

  test('returns no error for good rows with the function that returns errors', async () => {
    const sql = predictSql.replace('HOSTILE_CSV"(', 'HOSTILE_TRY"(0, ');
    const rows = await query(sql);
    expect(sorted(rows.map((row) => row.slice(0, 3)))).toEqual(sorted(main));
    expect(rows.every((row) => row[3] === null)).toBe(true);
  });

  test('is what sme predict uses, unless the inputs are wanted', async () => {
    const { stdout, stderr, exitCode } = await sme('predict', 'hostile', source, '-o', 'json');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('HOSTILE_CSV')]);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Object.values(JSON.parse(line)));
    expect(sorted(rows)).toEqual(sorted(main));
    const withInputs = await sme('predict', 'hostile', source, '--with-inputs', '--limit', '3', '--json');
    expect(withInputs.stdout).toContain('"AMOUNT"');
  });

  test.each([
    {
      args: ['--sql', `SELECT "my key", "select" AS "Select" FROM ${source}`],
      lacks: ['The query', "'select' (did you mean 'Select'?)", "'AMOUNT'"],
    },
    { args: ['SALES.KEYS_ONLY'], lacks: ["'SALES.KEYS_ONLY'", '9 columns', "'it's \"T\"'"] },
  ])('names the columns that $args lacks', async ({ args, lacks }) => {
    await query(`CREATE OR REPLACE VIEW SALES.KEYS_ONLY AS SELECT "my key" FROM ${source}`);
    const { stderr, exitCode } = await sme('predict', 'hostile', ...args);
    expect({ exitCode, code: stderr.slice(0, 9) }).toEqual({ exitCode: 2, code: 'E-SME-601' });
    for (const part of lacks) expect(stderr).toContain(part);
    await query('DROP VIEW SALES.KEYS_ONLY');
  });

  test('writes groups only where the order is free', async () => {
    const predict = async (...flags: readonly string[]) =>
      (await sme('predict', 'hostile', '--dry-run', ...flags)).stdout;
    expect(await predict(source)).toContain("'XXXX'), 4);");
    expect(await predict(source, '--parallel', '7')).toContain("'XXXX'), 7);");
    expect(await predict(source, '--parallel', '1')).toContain('GROUP BY IPROC();');
    for (const flags of [
      [source, '--in-order'],
      [source, '--limit', '10'],
      ['--sql', `SELECT * FROM ${source} ORDER BY F`],
    ]) {
      expect(await predict(...flags)).not.toContain('GROUP BY');
    }
    for (const flag of ['0', 'x', '257']) {
      expect((await sme('predict', 'hostile', source, '--parallel', flag)).stderr).toContain('E-SME-242');
    }
    expect((await sme('predict', 'hostile', source, '--in-order', '--parallel')).stderr).toContain('E-SME-242');
  });
});

describe('rows that AWS refuses', () => {
  const tooLong = `SELECT * FROM ${source} WHERE "my key" LIKE 'n1%' UNION ALL SELECT 'bad', TRUE, NULL, NULL, NULL, 1, 1, 1, 'x', RPAD('x', 1999000, '😀'), 'no' FROM DUAL`;

  test('do not end a prediction with --max-errors', async () => {
    const line = ['predict', 'hostile', '--sql', tooLong, '--max-errors', '5', '--format', 'json'];
    const { stdout, stderr, exitCode } = await sme(...line);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('HOSTILE_TRY"(5, ')]);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ ERROR }) => ERROR !== null).map((row) => row['my key'])).toEqual(['bad']);
    expect(rows.every(({ ERROR, PREDICTIONS }) => (ERROR === null) === (PREDICTIONS !== null))).toBe(true);
  });

  test('need functions that endpoints of earlier versions do not have', async () => {
    const table = 'SME.SME_METADATA_AUTOPILOT_ENDPOINTS';
    const [[settings] = []] = await query(`SELECT PREDICTION_SETTINGS FROM ${table} WHERE ENDPOINT_NAME = 'hostile'`);
    const write = (value: unknown) =>
      query(`UPDATE ${table} SET PREDICTION_SETTINGS = ${literal(String(value))} WHERE ENDPOINT_NAME = 'hostile'`);
    await write('{"key_columns":["my key"],"parallel_requests":4}');
    const { stderr, exitCode } = await sme('predict', 'hostile', source, '--max-errors', '5');
    await write(settings);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining("E-SME-367: The endpoint 'hostile' has no function"),
    ]);
  });

  test('are columns of all functions of an endpoint with on_error', async () => {
    await create({
      endpoint_name: 'tolerant',
      key_columns: ['my key'],
      on_error: 'null',
      max_errors: 3,
      view_name: 'all_rows',
    });
    const names = async (udf: string) =>
      (await query(`SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME = '${udf}'`)).map(([text]) =>
        /EMITS \((.*)\) AS/.exec(String(text))?.[1]?.includes('"ERROR" VARCHAR(2000)'),
      );
    expect(await query('SELECT COUNT(*), COUNT("ERROR") FROM SALES.ALL_ROWS')).toEqual([[606, 0]]);
    expect(await names('TOLERANT')).toEqual([true]);
    expect(await names('TOLERANT_CSV')).toEqual([true]);
    await deleteEndpoint(trained.driver, 'SME', 'tolerant', null, null);
  });

  test.each([
    [{ on_error: 'ignore' }, 'must be "fail" or "null"'],
    [{ max_errors: 5 }, 'E-SME-365: max_errors has no effect'],
    [{ on_error: 'null', max_errors: -1 }, 'must be a whole number from 0'],
    [{ on_error: 'null', max_errors: 'many' }, 'must be a whole number from 0'],
    [{ view_query: 'SELECT 1' }, 'E-SME-365: view_query has no effect'],
    [{ view_name: 'a.b' }, 'E-SME-54'],
  ])('are refused with parameters %j', async (parameters, expected) => {
    expect(await refuse({ endpoint_name: 'never', ...parameters })).toContain(expected);
  });
});

describe('the view of an endpoint', () => {
  const listViews = () =>
    query("SELECT VIEW_NAME FROM SYS.EXA_ALL_VIEWS WHERE VIEW_SCHEMA = 'SALES' OR VIEW_SCHEMA = 'SME' ORDER BY 1");

  test('predicts for the input of the training', async () => {
    const row = await create({ key_columns: ['my key'], view_name: 'scored' });
    expect(row[8]).toBe('"SALES"."SCORED"');
    expect(sorted(await query('SELECT * FROM SALES.SCORED'))).toEqual(sorted(await query(String(row[9]))));
    expect(await listViews()).toEqual([['SCORED']]);
  });

  test('is kept with its grants if the same command runs again', async () => {
    await query('CREATE USER EVE IDENTIFIED BY "e"');
    await query('GRANT SELECT ON SALES.SCORED TO EVE');
    await create({ key_columns: ['my key'], view_name: 'scored' });
    expect(await query("SELECT PRIVILEGE FROM SYS.EXA_DBA_OBJ_PRIVS WHERE GRANTEE = 'EVE'")).toEqual([['SELECT']]);
    await query('DROP USER EVE');
  });

  test('predicts for another source, whose columns can have other types', async () => {
    const view_query = `SELECT "my key", "select", "Day", CAST("at" AS VARCHAR(30)) AS "at", "local", CAST(AMOUNT AS DOUBLE) AS AMOUNT, BIG, F, C, "it's ""T""" FROM ${source} WHERE F < 10 -- few`;
    await create({ key_columns: ['my key'], view_name: 'scored', view_query });
    const [count] = await query(`SELECT COUNT(*) FROM ${source} WHERE F < 10`);
    expect(await query('SELECT COUNT(PREDICTIONS) FROM SALES.SCORED')).toEqual([count]);
  });

  test('is replaced by one with another name, in another schema, or by none', async () => {
    await create({ key_columns: ['my key'], view_name: '"other name"' });
    expect(await listViews()).toEqual([['other name']]);
    await create({ key_columns: ['my key'], view_name: '"other name"', prediction_schema: 'SME' });
    expect(await query("SELECT VIEW_SCHEMA, VIEW_NAME FROM SYS.EXA_ALL_VIEWS WHERE VIEW_NAME = 'other name'")).toEqual([
      ['SME', 'other name'],
    ]);
    await create({ key_columns: ['my key'] });
    expect(await listViews()).toEqual([]);
  });

  test('never replaces or drops an object that is not the view of the endpoint', async () => {
    await query('CREATE TABLE SALES.TAKEN (A INT)');
    await query("CREATE VIEW SALES.MINE AS SELECT 1 AS A FROM DUAL WHERE 1 = 1 COMMENT IS 'precious'");
    for (const view_name of ['taken', 'mine']) {
      expect(await refuse({ key_columns: ['my key'], view_name })).toContain('E-SME-362');
    }
    await create({ key_columns: ['my key'], view_name: 'scored' });
    await query('CREATE OR REPLACE VIEW SALES.SCORED AS SELECT 1 AS A FROM DUAL');
    expect(await refuse({ key_columns: ['my key'], view_name: 'scored' })).toContain('E-SME-362');
    await create({ key_columns: ['my key'] });
    expect(await listViews()).toEqual([['MINE'], ['SCORED']]);
    await query('DROP VIEW SALES.SCORED');
  });

  test('is refused with all names of missing columns before anything is created', async () => {
    const refused = await refuse({
      endpoint_name: 'never',
      key_columns: ['my key'],
      view_name: 'v',
      view_query: `SELECT F FROM ${source}`,
    });
    expect(refused).toContain(
      'E-SME-364: The source of the view "SALES"."V" lacks columns of the prediction: \'my key\', \'select\',',
    );
    expect(await query("SELECT 1 FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS WHERE ENDPOINT_NAME = 'never'")).toEqual([]);
  });

  test('is dropped with the endpoint', async () => {
    await create({ key_columns: ['my key'], view_name: 'scored' });
    const { kind, ...answer } = await deleteEndpoint(trained.driver, 'SME', 'hostile', null, null);
    expect(kind === 'resultSet' && answer).toMatchObject({
      rows: expect.arrayContaining([['prediction view', '"SALES"."SCORED"', 'deleted']]),
    });
    expect(await listViews()).toEqual([['MINE']]);
    expect(await query("SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME LIKE 'HOSTILE%'")).toEqual([]);
  });
});
