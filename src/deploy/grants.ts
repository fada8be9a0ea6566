import { identifier, qualify } from '../exasol/quote.js';
import { names } from '../scripts/names.js';

/**
 * The grants that a user of the scripts needs, as SQL. Scripts run with the privileges of the calling user. A connection requires two
 * grants: CONNECTION for EXPORT, and ACCESS for the UDFs. ACCESS is granted for the schema, because replacing a script revokes grants
 * for that script.
 *
 * @param schema exact name
 * @param grantee user or role as SQL text; a placeholder by default, like `connection`
 */
export function listGrants(schema: string, grantee = '<USER_OR_ROLE>', connection = '<CONNECTION>'): readonly string[] {
  const quotedSchema = identifier(schema);
  return [
    `GRANT USAGE ON SCHEMA ${quotedSchema} TO ${grantee}`,
    `GRANT EXECUTE ON SCHEMA ${quotedSchema} TO ${grantee}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${qualify(schema, names.jobTable)} TO ${grantee}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${qualify(schema, names.endpointTable)} TO ${grantee}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${qualify(schema, names.batchTable)} TO ${grantee}`,
    `GRANT EXPORT TO ${grantee}`,
    `GRANT CONNECTION ${connection} TO ${grantee}`,
    `GRANT ACCESS ON CONNECTION ${connection} FOR SCHEMA ${quotedSchema} TO ${grantee}`,
    // for batch predictions: the script imports their results into a table in a schema of the user
    `GRANT IMPORT TO ${grantee}`,
    `GRANT CREATE TABLE TO ${grantee}`,
    // for endpoints: the prediction function is a script in a schema of the user, and reads the connection
    `GRANT CREATE SCRIPT TO ${grantee}`,
    `GRANT ACCESS ON CONNECTION ${connection} FOR SCHEMA <PREDICTION_SCHEMA> TO ${grantee}`,
  ];
}
