/** Who sees what: EXA_ALL_… shows what the user owns or has a privilege on, EXA_DBA_… needs SELECT ANY DICTIONARY. */
import { quoteText } from '../identifiers.js';
import { privilegeTable } from '../privilege-tables.js';
import type { SystemFacts, SystemTable } from './types.js';

interface ObjectColumns {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  /** System privileges that open every such object. */
  readonly anyOf: readonly string[];
}

/** The user, PUBLIC, and every role that he has. */
export function effectiveGrantees(facts: SystemFacts): string {
  return `(WITH RECURSIVE effective(name) AS (SELECT ${quoteText(facts.user)} UNION SELECT 'PUBLIC' UNION
    SELECT granted.role_name FROM ${privilegeTable('role_grants')} granted JOIN effective ON granted.grantee = effective.name)
    SELECT name FROM effective)`;
}

export function visibleOnly(table: SystemTable, columns: ObjectColumns): SystemTable {
  const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
  return {
    columns: table.columns,
    sql: (facts) => {
      const grantees = effectiveGrantees(facts);
      const privileges = columns.anyOf.map(quoteText).join(', ');
      return `SELECT * FROM (${table.sql(facts)}) AS listed(${names}) WHERE "${columns.owner}" IN ${grantees} OR 'DBA' IN ${grantees}
        OR EXISTS (SELECT 1 FROM ${privilegeTable('system_privileges')} p WHERE p.privilege IN (${privileges}) AND p.grantee IN ${grantees})
        OR EXISTS (SELECT 1 FROM ${privilegeTable('object_privileges')} p WHERE p.object_schema = listed."${columns.schema}"
          AND p.object_name IN ('', listed."${columns.name}") AND p.privilege <> 'USAGE' AND p.grantee IN ${grantees})`;
    },
  };
}
