/** Visible rows: EXA_ALL_… shows what the user owns or has a privilege on; EXA_DBA_… requires SELECT ANY DICTIONARY. */
import { quoteText } from '../../duckdb/identifiers.js';
import { privilegeTable } from '../privilege-tables.js';
import type { SystemTable } from './types.js';

interface ObjectColumns {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  /** System privileges that make every such object visible. */
  readonly anyOf: readonly string[];
}

/** A list for the SQL operator IN. */
export function listTexts(texts: Iterable<string>): string {
  return `(${[...texts].map(quoteText).join(', ')})`;
}

/** The rows that meet a condition, for users without the role DBA. */
function restrict(
  table: SystemTable,
  makeCondition: (grantees: ReadonlySet<string>, granted: string) => string,
): SystemTable {
  const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
  return {
    ...table,
    sql: (facts, grantees) => {
      const inner = table.sql(facts, grantees);
      if (grantees.has('DBA')) return inner;
      const condition = makeCondition(grantees, `grantee IN ${listTexts(grantees)}`);
      return `SELECT * FROM (${inner}) AS listed(${names}) WHERE ${condition}`;
    },
  };
}

/**
 * EXA_SCHEMAS shows the schemas that the user may use: their own, those with USAGE, and all of them with USE ANY SCHEMA, which PUBLIC has
 * unless it is revoked. Source: docs.exasol.com, changelogs 9685 and 14772.
 */
export function usableOnly(table: SystemTable): SystemTable {
  return restrict(
    table,
    (grantees, granted) => `"SCHEMA_OWNER" IN ${listTexts(grantees)} OR ${isUsable('SCHEMA_NAME', granted)}`,
  );
}

function isUsable(column: string, granted: string): string {
  return `((SELECT count(*) FROM ${privilegeTable('system_privileges')} WHERE privilege = 'USE ANY SCHEMA' AND ${granted}) > 0
    OR "${column}" IN (SELECT object_schema FROM ${privilegeTable('object_privileges')} WHERE privilege = 'USAGE' AND ${granted}))`;
}

export function visibleOnly(table: SystemTable, columns: ObjectColumns): SystemTable {
  return restrict(table, (grantees, granted) => {
    const seen = `SELECT object_schema, object_name FROM ${privilegeTable('object_privileges')} WHERE privilege <> 'USAGE' AND ${granted}`;
    return `"${columns.owner}" IN ${listTexts(grantees)}
      OR (SELECT count(*) FROM ${privilegeTable('system_privileges')} WHERE privilege IN ${listTexts(columns.anyOf)} AND ${granted}) > 0
      OR (${isUsable(columns.schema, granted)}
        AND ("${columns.schema}" IN (SELECT object_schema FROM (${seen}) WHERE object_name = '')
          OR ("${columns.schema}", "${columns.name}") IN (${seen})))`;
  });
}
