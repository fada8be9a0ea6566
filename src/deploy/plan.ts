import { identifier } from '../exasol/quote.js';
import type { RenderedScript } from '../render/script.js';
import { isEdited, readStamp, readUnstampedBody } from '../render/stamp.js';
import { planTableComments, planTableMigration, type RenderedTable } from '../render/table.js';
import { compareLines } from '../text/compare-lines.js';
import { maskOptionLines } from '../text/mask-variables.js';
import type {
  DeploymentPlan,
  DesiredState,
  InstalledScript,
  InstalledState,
  ObsoleteScript,
  PlanStep,
} from './types.js';

/**
 * Compares the desired with the installed state. Makes no calls. An up-to-date script is kept, because replacing it would revoke grants.
 */
export function planDeployment(desired: DesiredState, installed: InstalledState): DeploymentPlan {
  return {
    schema: desired.schema,
    steps: [...planSchema(desired, installed), ...planTables(desired, installed), ...planScripts(desired, installed)],
    obsolete: findObsolete(desired, installed),
  };
}

/** The statements of a plan in order; empty if there is nothing to do. */
export function listStatements(plan: DeploymentPlan): readonly string[] {
  return plan.steps.flatMap((step) => step.statements);
}

/** Whether a plan has nothing to do. */
export function isUpToDate(plan: DeploymentPlan): boolean {
  return listStatements(plan).length === 0;
}

function planSchema(desired: DesiredState, installed: InstalledState): readonly PlanStep[] {
  if (installed.schema !== undefined) {
    return [];
  }
  const statements = [`CREATE SCHEMA ${identifier(desired.schema)}`];
  return [{ action: 'create', kind: 'schema', name: desired.schema, reason: 'missing', statements }];
}

function planTables({ schema, tables }: DesiredState, installed: InstalledState): readonly PlanStep[] {
  return tables.map((table) => planTable(table, schema, installed));
}

/**
 * Whether the user can comment on objects of the schema. Only its owner and users with the role DBA can; a deployment by other users
 * installs the same objects without comments. Source: Exasol's documentation of COMMENT.
 */
function canComment({ schema, owner, database }: InstalledState): boolean {
  return schema === undefined || owner === database.user || database.privileges.includes('ROLE DBA');
}

function planTable(table: RenderedTable, schema: string, installed: InstalledState): PlanStep {
  const columns = installed.tables.get(table.name);
  const step = { kind: 'table', name: table.name } as const;
  if (columns === undefined) {
    return { ...step, action: 'create', reason: 'missing', statements: [table.sql] };
  }
  const comments = installed.comments.get(table.name);
  const migrations = [
    planTableMigration(table, columns, schema),
    ...(comments !== undefined && canComment(installed) ? [planTableComments(table, comments, schema)] : []),
  ];
  const statements = migrations.flatMap((migration) => migration.statements);
  const reasons = migrations.flatMap((migration) => migration.reasons);
  return statements.length === 0
    ? { ...step, action: 'keep', reason: 'up to date', statements }
    : { ...step, action: 'migrate', reason: `${reasons.join('; ')}; rows are kept`, statements };
}

function planScripts(desired: DesiredState, installed: InstalledState): readonly PlanStep[] {
  const installedByName = new Map(installed.scripts.map((script) => [script.name, script]));
  return desired.scripts.map((script) => {
    const change = findChange(script, installedByName.get(script.name));
    return {
      kind: 'script',
      name: script.name,
      ...change,
      statements: change.action === 'keep' ? [] : [script.sql, ...(canComment(installed) ? [script.commentSql] : [])],
    };
  });
}

function findChange(
  script: RenderedScript,
  installed: InstalledScript | undefined,
): { action: 'create' | 'replace' | 'keep'; reason: string; edits?: readonly string[] } {
  if (installed === undefined) {
    return { action: 'create', reason: 'missing' };
  }
  const stamp = readStamp(installed.text);
  if (stamp === undefined) {
    return {
      action: 'replace',
      reason: 'the installed script is not from sme (possibly from the Python extension)',
    };
  }
  if (isEdited(installed.text)) {
    const reason = `edited by hand after version ${stamp.version} was deployed`;
    return { action: 'replace', reason, edits: compareBodies(installed.text, script.sql) };
  }
  if (installed.language.toUpperCase() !== script.language.toUpperCase()) {
    return {
      action: 'replace',
      reason: `it uses the language alias ${installed.language} instead of ${script.language}`,
    };
  }
  if (stamp.fingerprint !== script.fingerprint) {
    return { action: 'replace', reason: `differs from version ${stamp.version}, which is installed` };
  }
  return { action: 'keep', reason: `version ${stamp.version} is installed and identical` };
}

function compareBodies(installed: string, rendered: string): readonly string[] {
  const [before, after] = [installed, rendered].map((text) => maskOptionLines(readUnstampedBody(text) ?? ''));
  return compareLines(before ?? '', after ?? '');
}

function findObsolete(desired: DesiredState, installed: InstalledState): readonly ObsoleteScript[] {
  const known = new Set(desired.scripts.map((script) => script.name));
  return installed.scripts
    .filter((script) => !known.has(script.name))
    .map((script) => {
      const stamp = readStamp(script.text);
      const reason =
        stamp === undefined
          ? 'not deployed by sme; possibly from the Python extension'
          : `from version ${stamp.version} of sme, no longer used`;
      return { name: script.name, reason };
    });
}
