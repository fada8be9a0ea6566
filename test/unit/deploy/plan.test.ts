import { describe, expect, test } from 'vitest';
import { formatCounts } from '../../../src/deploy/describe-plan.js';
import { isUpToDate, listStatements, planDeployment } from '../../../src/deploy/plan.js';
import { planRemoval } from '../../../src/deploy/plan-removal.js';
import { listMissingPrivileges } from '../../../src/deploy/privileges.js';
import { terminateStatement, writePlanAsSql } from '../../../src/deploy/sql-text.js';
import type { InstalledState } from '../../../src/deploy/types.js';
import { names } from '../../../src/scripts/names.js';
import { changeScript, deployedSchema, desired, emptySchema, storedScripts } from './installed.js';

const planFor = (installed: InstalledState) => planDeployment(desired, installed);
const stepOf = (installed: InstalledState, name: string) => planFor(installed).steps.find((step) => step.name === name);

describe('the plan of a deployment', () => {
  test('creates everything in an empty schema, tables first', () => {
    const plan = planFor(emptySchema);
    expect(plan.steps.map(({ action }) => action)).toEqual(plan.steps.map(() => 'create'));
    expect(plan.steps.map(({ name }) => name)).toEqual([
      names.jobTable,
      names.endpointTable,
      names.batchTable,
      ...desired.scripts.map(({ name }) => name),
    ]);
    expect(listStatements(plan)).toHaveLength(2 * desired.scripts.length + 3);
  });

  test('creates a missing schema first, with a quoted name', () => {
    const [first] = planFor({ ...emptySchema, schema: undefined, owner: undefined }).steps;
    expect(first).toMatchObject({ action: 'create', kind: 'schema', statements: ['CREATE SCHEMA "ML"'] });
  });

  test('finds nothing to do after a deployment', () => {
    expect(isUpToDate(planFor(deployedSchema))).toBe(true);
  });

  test('replaces only the script that was edited by hand', () => {
    const installed = changeScript(names.train, (script) => ({ ...script, text: `${script.text}\n-- mine` }));
    expect(planFor(installed).steps.filter(({ action }) => action !== 'keep')).toEqual([
      expect.objectContaining({
        action: 'replace',
        name: names.train,
        reason: expect.stringContaining('edited by hand'),
      }),
    ]);
  });

  test('shows the edits, without the secrets in option lines', () => {
    const edit = '%env HTTPS_PROXY=http://ann:canary@proxy:3128;\n# mine';
    const installed = changeScript(names.runtimeInfoUdf, (script) => ({ ...script, text: `${script.text}\n${edit}` }));
    const edits = stepOf(installed, names.runtimeInfoUdf)?.edits ?? [];
    expect(edits.filter((line) => /^[-+]/.test(line))).toEqual(['-', '-%env HTTPS_PROXY=***@proxy:3128;', '-# mine']);
    expect(formatCounts(planFor(installed))).toBe(`1 to replace, ${desired.scripts.length + 2} unchanged`);
  });

  test('replaces a script of the Python extension, which has no stamp', () => {
    const text = 'CREATE LUA SCRIPT "X" AS\nexit()';
    expect(
      stepOf(
        changeScript(names.train, (script) => ({ ...script, text })),
        names.train,
      ),
    ).toMatchObject({
      action: 'replace',
      reason: expect.stringContaining('Python extension'),
    });
  });

  test('replaces a UDF whose language alias changes', () => {
    const installed = changeScript(names.runtimeInfoUdf, (script) => ({ ...script, language: 'PYTHON3_OLD' }));
    expect(stepOf(installed, names.runtimeInfoUdf)).toMatchObject({ action: 'replace' });
  });

  test('migrates a table that lacks a column, and keeps its rows', () => {
    const columns = desired.tables[0]?.columns ?? [];
    const tables = new Map([...deployedSchema.tables, [names.jobTable, columns.slice(0, 16)]]);
    const step = stepOf({ ...deployedSchema, tables }, names.jobTable);
    expect(step).toMatchObject({ action: 'migrate', reason: expect.stringContaining('rows are kept') });
    expect(step?.statements).toHaveLength(columns.length - 16);
    expect(step?.statements.every((statement) => statement.startsWith('ALTER TABLE "ML".'))).toBe(true);
  });

  test('lists unknown scripts and keeps them', () => {
    const foreign = { name: 'SME_OLD', type: 'UDF', language: 'PYTHON3_SME', text: 'CREATE … AS\npass' };
    const plan = planFor({ ...deployedSchema, scripts: [...storedScripts, foreign] });
    expect(plan.obsolete).toEqual([{ name: 'SME_OLD', reason: expect.stringContaining('not deployed by sme') }]);
    expect(isUpToDate(plan)).toBe(true);
  });
});

describe('the plan of a removal', () => {
  test('drops scripts with the stamp of sme, and keeps the tables', () => {
    const foreign = { name: 'SME_MINE', type: 'UDF', language: 'PYTHON3', text: 'CREATE … AS\npass' };
    const plan = planRemoval({ ...deployedSchema, scripts: [...storedScripts, foreign] }, 'ML', false);
    expect(listStatements(plan)).toEqual(storedScripts.map(({ name }) => `DROP SCRIPT "ML"."${name}"`));
    expect(plan.obsolete.map(({ name }) => name)).toEqual(['SME_MINE']);
  });

  test('drops the tables on request', () => {
    expect(listStatements(planRemoval(deployedSchema, 'ML', true)).slice(-3)).toEqual([
      `DROP TABLE "ML"."${names.jobTable}"`,
      `DROP TABLE "ML"."${names.endpointTable}"`,
      `DROP TABLE "ML"."${names.batchTable}"`,
    ]);
  });

  test('describes the contents of a kept table', () => {
    const kept = planRemoval(deployedSchema, 'ML', false).steps.filter(({ kind }) => kind === 'table');
    expect(kept.map(({ action, reason }) => [action, reason])).toEqual([
      ['keep', 'contains the jobs; --drop-metadata drops it'],
      ['keep', 'contains the endpoints; --drop-metadata drops it'],
      ['keep', 'contains the batch predictions; --drop-metadata drops it'],
    ]);
  });

  test('finds nothing to do in an empty schema', () => {
    expect(isUpToDate(planRemoval(emptySchema, 'ML', true))).toBe(true);
  });
});

describe('privileges', () => {
  const asUser = (privileges: readonly string[], owner: string | undefined) => {
    const installed = { ...emptySchema, owner, database: { ...emptySchema.database, user: 'ann', privileges } };
    return listMissingPrivileges(installed, planFor({ ...installed, schema: owner === undefined ? undefined : 'ML' }));
  };

  test.each([
    { name: 'own schema', granted: [], owner: 'ann', missing: ['CREATE TABLE', 'CREATE SCRIPT'] },
    {
      name: 'own schema, with an ANY privilege',
      granted: ['CREATE ANY TABLE', 'CREATE SCRIPT'],
      owner: 'ann',
      missing: [],
    },
    {
      name: 'schema of another user',
      granted: ['CREATE TABLE', 'CREATE SCRIPT'],
      owner: 'bob',
      missing: ['CREATE ANY TABLE', 'CREATE ANY SCRIPT'],
    },
    { name: 'new schema', granted: ['CREATE TABLE', 'CREATE SCRIPT'], owner: undefined, missing: ['CREATE SCHEMA'] },
    { name: 'administrator', granted: ['ROLE DBA'], owner: 'bob', missing: [] },
  ])('are reported if missing: $name', ({ granted, owner, missing }) => {
    expect(asUser(granted, owner)).toEqual(missing.map((privilege) => `GRANT ${privilege} TO "ann"`));
  });
});

describe('a plan as SQL', () => {
  test('ends each script with a slash on its own line, and commits', () => {
    const sql = writePlanAsSql(planFor(emptySchema));
    expect(sql.match(/^--\/$/gm)).toHaveLength(desired.scripts.length);
    expect(sql.match(/^\/$/gm)).toHaveLength(desired.scripts.length);
    expect(sql.trimEnd().endsWith('COMMIT;')).toBe(true);
  });

  test('has no COMMIT if there is nothing to do', () => {
    expect(writePlanAsSql(planFor(deployedSchema))).not.toContain('COMMIT');
  });

  test('ends a table with a semicolon', () => {
    expect(terminateStatement('CREATE TABLE "A"."SCRIPT" ("X" INT)')).toBe('CREATE TABLE "A"."SCRIPT" ("X" INT);\n');
  });
});
