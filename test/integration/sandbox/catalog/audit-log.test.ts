import { afterEach, beforeEach, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/sandbox/catalog/audit/audit-log.js';
import { openCatalog } from '../../../support/statement-context.js';

let catalog: Awaited<ReturnType<typeof openCatalog>>;
let log: AuditLog;

beforeEach(async () => {
  catalog = await openCatalog();
  log = new AuditLog(catalog, { statements: 5, sessions: 2, textLength: 100 });
});
afterEach(() => catalog.close());

const add = (statementId: number, sql: string, error?: { code: string; text: string }) =>
  log.addStatement({
    sessionId: 1n,
    statementId,
    commandName: 'SELECT',
    commandClass: 'DQL',
    mode: 'EXECUTE',
    schema: '',
    sql,
    start: new Date(),
    stop: new Date(),
    rowCount: 0,
    error,
  });
const read = async (columns: string) =>
  (await catalog.run(`SELECT ${columns} FROM exa.audit_statements ORDER BY statement_id`)).flat();

it('keeps the newest statements', async () => {
  for (let id = 1; id <= 7; id += 1) await add(id, 'SELECT 1');
  await log.flush();
  await add(8, 'SELECT 1');
  await log.flush();
  expect((await read('statement_id')).map(Number)).toEqual([4, 5, 6, 7, 8]);
});

it('limits the length of all texts, but keeps the newest statement', async () => {
  await add(1, 'x'.repeat(60));
  await add(2, 'y'.repeat(60));
  await log.flush();
  expect((await read('statement_id')).map(Number)).toEqual([2]);
  await add(3, 'z'.repeat(3_000_000));
  await log.flush();
  expect((await read('length(sql_text)')).map(Number)).toEqual([2_000_000]);
});

it('keeps the newest sessions, with the logouts of those that ended', async () => {
  for (const sessionId of [1n, 2n, 3n]) log.addLogin({ sessionId, user: 'ANN', client: {} });
  log.addLogout(1n);
  log.addLogout(3n);
  await log.flush();
  const rows = await catalog.run(
    'SELECT session_id::VARCHAR, logout_time IS NULL FROM exa.audit_sessions ORDER BY session_id',
  );
  expect(rows).toEqual([
    ['2', true],
    ['3', false],
  ]);
});

it('masks a secret in the text of an error, too', async () => {
  await add(1, "EXPORT T INTO CSV AT 'u' IDENTIFIED BY 'geheim' FILE 'f'", { code: '42636', text: "wrong 'geheim'" });
  await log.flush();
  expect((await read('sql_text || error_text')).join()).not.toContain('geheim');
});
