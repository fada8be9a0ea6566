import { tagNames } from '../scripts/facts.js';

/** Tags of a resource, key to value. */
export type Tags = ReadonlyMap<string, string>;

/** When the tags say that a resource expires; undefined if they do not say so. */
export function readExpiry(tags: Tags): Date | undefined {
  const moment = new Date(tags.get(tagNames.expiresAt) ?? Number.NaN);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
