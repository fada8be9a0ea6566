/**
 * Runs DuckDB SQL with bound `$1, $2, …` on the hidden catalog (users, roles, privileges). It uses the session's own DuckDB connection, so
 * COMMIT and ROLLBACK cover GRANT as in Exasol. Resolves to the rows, each an array in column order; [] for a statement without rows.
 */
export interface CatalogConnection {
  run(
    sql: string,
    parameters?: readonly (string | number | boolean | null)[],
  ): Promise<readonly (readonly unknown[])[]>;
}
