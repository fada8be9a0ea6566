import { identifier } from '../exasol/quote.js';
import type { RenderedScript } from '../render/script.js';
import { isEdited, readStamp } from '../render/stamp.js';
import { type ColumnType, planTableMigration, type RenderedTable } from '../render/table.js';
import type {
  DeploymentPlan,
  DesiredState,
  InstalledScript,
  InstalledState,
  ObsoleteScript,
  PlanStep,
} from './types.js';

/**
 * Compares what this version consists of with what is installed. Pure: reads nothing, changes nothing. A script that is as it
 * should be is kept, because replacing it would drop the grants that name it.
 */
export function planDeployment(wanted: DesiredState, installed: InstalledState): DeploymentPlan {
  return {
    schema: wanted.schema,
    steps: [...planSchema(wanted, installed), ...planTables(wanted, installed), ...planScripts(wanted, installed)],
    obsolete: findObsolete(wanted, installed),
  };
}

/** The statements of a plan in their order; none where there is nothing to do. */
export function listStatements(plan: DeploymentPlan): readonly string[] {
  return plan.steps.flatMap((step) => step.statements);
}

/** True where every object is as it should be. */
export function isUpToDate(plan: DeploymentPlan): boolean {
  return listStatements(plan).length === 0;
}

function planSchema(wanted: DesiredState, installed: InstalledState): readonly PlanStep[] {
  if (installed.schema !== undefined) {
    return [];
  }
  const statements = [`CREATE SCHEMA ${identifier(wanted.schema)}`];
  return [{ action: 'create', kind: 'schema', name: wanted.schema, reason: 'it is not there', statements }];
}

function planTables({ schema, tables }: DesiredState, installed: InstalledState): readonly PlanStep[] {
  return tables.map((table) => planTable(table, schema, installed.tables.get(table.name)));
}

function planTable(table: RenderedTable, schema: string, columns: readonly ColumnType[] | undefined): PlanStep {
  const step = { kind: 'table', name: table.name } as const;
  if (columns === undefined) {
    return { ...step, action: 'create', reason: 'it is not there', statements: [table.sql] };
  }
  const { statements, reasons } = planTableMigration(table, columns, schema);
  return statements.length === 0
    ? { ...step, action: 'keep', reason: 'it is up to date', statements }
    : { ...step, action: 'migrate', reason: `${reasons.join('; ')}; its rows stay`, statements };
}

function planScripts(wanted: DesiredState, installed: InstalledState): readonly PlanStep[] {
  const there = new Map(installed.scripts.map((script) => [script.name, script]));
  return wanted.scripts.map((script) => {
    const change = findChange(script, there.get(script.name));
    return {
      kind: 'script',
      name: script.name,
      action: change.action,
      reason: change.reason,
      statements: change.action === 'keep' ? [] : [script.sql],
    };
  });
}

function findChange(
  script: RenderedScript,
  there: InstalledScript | undefined,
): { action: 'create' | 'replace' | 'keep'; reason: string } {
  if (there === undefined) {
    return { action: 'create', reason: 'it is not there' };
  }
  const stamp = readStamp(there.text);
  if (stamp === undefined) {
    return {
      action: 'replace',
      reason: 'the one there is not from sme (the earlier Python extension, or someone by hand)',
    };
  }
  if (isEdited(there.text)) {
    return { action: 'replace', reason: `it was edited by hand after version ${stamp.version} was deployed` };
  }
  if (there.language.toUpperCase() !== script.language.toUpperCase()) {
    return { action: 'replace', reason: `it runs with ${there.language} instead of ${script.language}` };
  }
  if (stamp.fingerprint !== script.fingerprint) {
    return { action: 'replace', reason: `version ${stamp.version} is there, and it differs` };
  }
  return { action: 'keep', reason: `version ${stamp.version} is there, and it is the same` };
}

function findObsolete(wanted: DesiredState, installed: InstalledState): readonly ObsoleteScript[] {
  const known = new Set(wanted.scripts.map((script) => script.name));
  return installed.scripts
    .filter((script) => !known.has(script.name))
    .map((script) => {
      const stamp = readStamp(script.text);
      const reason =
        stamp === undefined
          ? 'not deployed by sme; perhaps from the earlier Python extension'
          : `from version ${stamp.version} of sme, no longer in use`;
      return { name: script.name, reason };
    });
}
