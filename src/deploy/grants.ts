import { identifier } from '../exasol/quote.js';
import { names } from '../scripts/names.js';

/**
 * What a user of the scripts needs, as SQL to run. Scripts run with the rights of whoever calls them. The connection needs both
 * grants: CONNECTION for EXPORT, ACCESS for the UDFs. ACCESS goes to the schema, because a grant for a script is lost whenever the
 * script is replaced.
 *
 * @param schema its exact name
 * @param grantee user or role as SQL text; `connection` likewise: placeholders where nobody is named yet
 */
export function listGrants(schema: string, grantee = '<USER_OR_ROLE>', connection = '<CONNECTION>'): readonly string[] {
  const quotedSchema = identifier(schema);
  return [
    `GRANT USAGE ON SCHEMA ${quotedSchema} TO ${grantee}`,
    `GRANT EXECUTE ON SCHEMA ${quotedSchema} TO ${grantee}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quotedSchema}.${identifier(names.jobTable)} TO ${grantee}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quotedSchema}.${identifier(names.endpointTable)} TO ${grantee}`,
    `GRANT EXPORT TO ${grantee}`,
    `GRANT CONNECTION ${connection} TO ${grantee}`,
    `GRANT ACCESS ON CONNECTION ${connection} FOR SCHEMA ${quotedSchema} TO ${grantee}`,
    // of those who make endpoints: the prediction function is a script in a schema of theirs, which reads the connection
    `GRANT CREATE SCRIPT TO ${grantee}`,
    `GRANT ACCESS ON CONNECTION ${connection} FOR SCHEMA <PREDICTION_SCHEMA> TO ${grantee}`,
  ];
}
