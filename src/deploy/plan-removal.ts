import { identifier } from '../exasol/quote.js';
import { isEdited, readStamp } from '../render/stamp.js';
import { names } from '../scripts/names.js';
import type { DeploymentPlan, InstalledState, PlanStep } from './types.js';

/**
 * Plans to remove what deploy has put into a schema: every script that carries our stamp, and the tables only where
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
  const tables = [...installed.tables.keys()].map((name) => planTable(name, qualify, dropMetadata));
  return {
    schema,
    steps: [...scripts, ...tables],
    obsolete: foreign.map(({ name }) => ({ name, reason: 'it does not carry the stamp of sme' })),
  };
}

function planTable(name: string, qualify: (name: string) => string, dropMetadata: boolean): PlanStep {
  const step = { kind: 'table', name } as const;
  const holds = name === names.jobTable ? 'the jobs' : 'the endpoints';
  return dropMetadata
    ? {
        ...step,
        action: 'drop',
        reason: '--drop-metadata is given',
        statements: [`DROP TABLE ${qualify(name)}`],
      }
    : { ...step, action: 'keep', reason: `it holds ${holds}; --drop-metadata would drop it`, statements: [] };
}
