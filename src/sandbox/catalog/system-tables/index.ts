import { catalogOf, environmentTables } from './environment.js';
import { objectTables } from './objects.js';
import { privilegeSystemTables } from './privileges.js';
import { statisticalTables } from './statistics.js';
import { type SystemTable, systemSchema } from './types.js';

export type { SystemTable } from './types.js';

const tables: Readonly<Record<string, SystemTable>> = {
  ...environmentTables,
  ...objectTables,
  ...privilegeSystemTables,
  ...statisticalTables,
  EXA_SYSCAT: catalogOf(() => tables),
};

export const systemTableNames: readonly string[] = Object.keys(tables).sort();

/** By its exact name. Without a schema, both system schemas are searched. */
export function findSystemTable(name: string, schema?: string): SystemTable | undefined {
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  return table !== undefined && (schema === undefined || schema === systemSchema(table)) ? table : undefined;
}
