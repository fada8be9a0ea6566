import { qualify } from '../exasol/quote.js';
import { isEdited, readStamp } from '../render/stamp.js';
import { names } from '../scripts/names.js';
import type { DeploymentPlan, InstalledState, PlanStep } from './types.js';

/**
 * Plans how to remove what a deployment installed: all scripts with the stamp of sme and, with `dropMetadata`, the tables. Keeps everything
 * else, including the schema. Makes no calls.
 */
export function planRemoval(installed: InstalledState, schema: string, dropMetadata: boolean): DeploymentPlan {
  const stamped = installed.scripts.filter((script) => readStamp(script.text) !== undefined);
  const foreign = installed.scripts.filter((script) => readStamp(script.text) === undefined);
  const scripts = stamped.map(
    (script): PlanStep => ({
      action: 'drop',
      kind: 'script',
      name: script.name,
      reason: `deployed by sme ${readStamp(script.text)?.version}${isEdited(script.text) ? ' and edited since' : ''}`,
      statements: [`DROP SCRIPT ${qualify(schema, script.name)}`],
    }),
  );
  const tables = [...installed.tables.keys()].map((name) => planTable(name, schema, dropMetadata));
  return {
    schema,
    steps: [...scripts, ...tables],
    obsolete: foreign.map(({ name }) => ({ name, reason: 'not deployed by sme' })),
  };
}

const contents: Readonly<Record<string, string>> = {
  [names.jobTable]: 'the jobs',
  [names.endpointTable]: 'the endpoints',
  [names.batchTable]: 'the batch predictions',
};

function planTable(name: string, schema: string, dropMetadata: boolean): PlanStep {
  const step = { kind: 'table', name } as const;
  const content = contents[name] ?? 'metadata';
  return dropMetadata
    ? {
        ...step,
        action: 'drop',
        reason: 'because of --drop-metadata',
        statements: [`DROP TABLE ${qualify(schema, name)}`],
      }
    : { ...step, action: 'keep', reason: `contains ${content}; --drop-metadata drops it`, statements: [] };
}
