import { tagNames } from '../scripts/facts.js';

/** Tags of a resource, key to value. */
export type Tags = ReadonlyMap<string, string>;

/** The expiry time in the tags of a resource; undefined without a valid expiry tag. */
export function readExpiry(tags: Tags): Date | undefined {
  const moment = new Date(tags.get(tagNames.expiresAt) ?? Number.NaN);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
