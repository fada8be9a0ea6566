import type { Session } from '../exasol/session.js';
import { queryRows, readText } from '../jobs/call-script.js';
import { tagNames } from '../scripts/facts.js';

/** What AWS takes in the value of a tag, and how long it may be. */
const foreignLetters = /[^\p{L}\p{N}_ .:/=+\-@]/gu;
const mostLetters = 256;

/** Tags that everything carries which this deployment has made in AWS. */
export interface OwnTags {
  readonly database: string;
  readonly schema: string;
}

/** @param schema of the scripts */
export async function readOwnTags(session: Session, schema: string): Promise<OwnTags> {
  const [row] = await queryRows(session, "SELECT PARAM_VALUE FROM SYS.EXA_METADATA WHERE PARAM_NAME = 'databaseName'");
  return { database: writeTag(readText(row?.['PARAM_VALUE']) ?? ''), schema: writeTag(schema) };
}

/** As `make_tags` in templates/python/sme/create_job_request.py writes a value. */
export function writeTag(value: string): string {
  return [...value.replaceAll(foreignLetters, '_')].slice(0, mostLetters).join('');
}

/** Whether these are the tags of something that this deployment has made, and not one in another schema or database. */
export function isOwn(tags: ReadonlyMap<string, string>, own: OwnTags): boolean {
  return (
    own.database !== '' && tags.get(tagNames.database) === own.database && tags.get(tagNames.schema) === own.schema
  );
}

/** The later of what a row and tags say: a session may have died between the two. Undefined where neither says anything. */
export function laterExpiry(ofRow: number | undefined, tags: ReadonlyMap<string, string>): number | undefined {
  const moments = [ofRow, readExpiry(tags)].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** When tags say that an object is not needed any more, in milliseconds since 1970; undefined where they do not say. */
export function readExpiry(tags: ReadonlyMap<string, string>): number | undefined {
  const time = Date.parse(tags.get(tagNames.expiresAt) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
