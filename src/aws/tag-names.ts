/** Tags that the scripts put on everything they create in AWS (templates/python/sme/create_job_request.py, endpoint_start.py). */
export const tagNames = {
  database: 'exasol:database',
  schema: 'exasol:schema',
  user: 'exasol:user',
  version: 'exasol:extension-version',
  /** When the resource may be deleted: ISO 8601, UTC. */
  expiresAt: 'exasol:expires-at',
} as const;

/** Tags of a resource, key to value. */
export type Tags = ReadonlyMap<string, string>;

/** When the tags say that a resource expires; undefined if they do not say so. */
export function readExpiry(tags: Tags): Date | undefined {
  const moment = new Date(tags.get(tagNames.expiresAt) ?? Number.NaN);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
