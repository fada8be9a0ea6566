import { identifier } from '../render/quote.js';
import { isEdited, readStamp } from '../render/stamp.js';
import { names } from '../scripts/names.js';
import type { DeploymentPlan, InstalledState, PlanStep } from './types.js';

/**
 * Plans to remove what deploy has put into a schema: every script that carries our stamp, and the job table only where
 * `dropMetadata` says so. Everything else stays, the schema too. Pure.
 */
export function planRemoval(installed: InstalledState, schema: string, dropMetadata: boolean): DeploymentPlan {
  const qualify = (name: string) => `${identifier(schema)}.${identifier(name)}`;
  const ours = installed.scripts.filter((script) => readStamp(script.text) !== undefined);
  const foreign = installed.scripts.filter((script) => readStamp(script.text) === undefined);
  const scripts = ours.map(
    (script): PlanStep => ({
      action: 'drop',
      kind: 'script',
      name: script.name,
      reason: `sme ${readStamp(script.text)?.version} put it there${isEdited(script.text) ? '; it was edited by hand since' : ''}`,
      statements: [`DROP SCRIPT ${qualify(script.name)}`],
    }),
  );
  const table: readonly PlanStep[] = installed.tableColumns === undefined ? [] : [planJobTable(qualify, dropMetadata)];
  return {
    schema,
    steps: [...scripts, ...table],
    obsolete: foreign.map(({ name }) => ({ name, reason: 'it does not carry the stamp of sme' })),
  };
}

function planJobTable(qualify: (name: string) => string, dropMetadata: boolean): PlanStep {
  const step = { kind: 'table', name: names.jobTable } as const;
  return dropMetadata
    ? {
        ...step,
        action: 'drop',
        reason: '--drop-metadata is given',
        statements: [`DROP TABLE ${qualify(names.jobTable)}`],
      }
    : { ...step, action: 'keep', reason: 'it holds the jobs; --drop-metadata would drop it', statements: [] };
}
