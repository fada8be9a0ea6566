import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../../support/sandbox.js';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox?.stop());

test('scripts and UDFs see the name of the open schema, or the text NULL', async () => {
  const driver = await sandbox.connect();
  const run = (sql: string) => runStatement(driver, sql);
  await run('CREATE SCHEMA S');
  await run("CREATE SCRIPT S.SHOW_LUA () RETURNS TABLE AS\nexit({ { exa.meta.current_schema } }, 'T VARCHAR(200)')");
  await run(
    'CREATE PYTHON3 SCALAR SCRIPT S.SHOW_PYTHON () RETURNS VARCHAR(200) AS\ndef run(ctx):\n    return exa.meta.current_schema\n',
  );
  for (const [change, expected] of [
    ['OPEN SCHEMA S', 'S'],
    ['CLOSE SCHEMA', 'NULL'],
  ] as const) {
    await run(change);
    expect(await run('EXECUTE SCRIPT S.SHOW_LUA()'), change).toMatchObject({ rows: [[expected]] });
    expect(await run('SELECT S.SHOW_PYTHON()'), change).toMatchObject({ rows: [[expected]] });
  }
});

test.each([
  ['empty', '<>'],
  ['null', 'null'],
] as const)('with no-open-schema=%s, scripts see %s', async (behaviour, expected) => {
  const own = await startTestSandbox({ behaviours: { 'no-open-schema': behaviour } });
  onTestFinished(() => own.stop());
  const driver = await own.connect();
  await runStatement(driver, 'CREATE SCHEMA S');
  const value = "exa.meta.current_schema == null and 'null' or '<' .. exa.meta.current_schema .. '>'";
  await runStatement(driver, `CREATE SCRIPT S.T () RETURNS TABLE AS\nexit({ { ${value} } }, 'T VARCHAR(9)')`);
  await runStatement(driver, 'CLOSE SCHEMA');
  expect(await runStatement(driver, 'EXECUTE SCRIPT S.T()')).toMatchObject({ rows: [[expected]] });
});
