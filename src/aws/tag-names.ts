/** Tags that the scripts put on all that they make in AWS (templates/python/sme/create_job_request.py, endpoint_start.py). */
export const tagNames = {
  database: 'exasol:database',
  schema: 'exasol:schema',
  user: 'exasol:user',
  version: 'exasol:extension-version',
  /** From when on it is not needed any more: ISO 8601, UTC. */
  expiresAt: 'exasol:expires-at',
} as const;
