import { catalogOf, environmentTables } from './environment.js';
import { objectTables } from './objects.js';
import { privilegeSystemTables } from './privileges.js';
import type { SystemTable } from './types.js';

export type { SystemTable } from './types.js';

const tables: Readonly<Record<string, SystemTable>> = {
  ...environmentTables,
  ...objectTables,
  ...privilegeSystemTables,
  EXA_SYSCAT: catalogOf(() => tables),
};

export const systemTableNames: readonly string[] = Object.keys(tables).sort();

/** A table of schema SYS, by its exact name. */
export function findSystemTable(name: string): SystemTable | undefined {
  return Object.hasOwn(tables, name) ? tables[name] : undefined;
}
