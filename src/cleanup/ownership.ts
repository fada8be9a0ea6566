import { readExpiry, type Tags } from '../aws/tag-expiry.js';
import { queryRows, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { tagNames } from '../scripts/facts.js';

/** Characters that AWS does not accept in the value of a tag. */
const invalidCharacters = /[^\p{L}\p{N}_ .:/=+\-@]/gu;
const maxTagLength = 256;

/** The tags of all resources that this deployment creates in AWS. */
export interface OwnTags {
  readonly database: string;
  readonly schema: string;
}

/** @param schema exact name of the schema of the scripts */
export async function readOwnTags(session: Session, schema: string): Promise<OwnTags> {
  const [row] = await queryRows(session, "SELECT PARAM_VALUE FROM SYS.EXA_METADATA WHERE PARAM_NAME = 'databaseName'");
  return { database: toTagValue(readText(row?.['PARAM_VALUE']) ?? ''), schema: toTagValue(schema) };
}

/** A name as `make_tags` in templates/python/sme/create_job_request.py writes it into a tag. */
export function toTagValue(name: string): string {
  return [...name.replaceAll(invalidCharacters, '_')].slice(0, maxTagLength).join('');
}

/** Whether this deployment created a resource, according to its tags. */
export function isOwn(tags: Tags, own: OwnTags): boolean {
  return (
    own.database !== '' && tags.get(tagNames.database) === own.database && tags.get(tagNames.schema) === own.schema
  );
}

/**
 * When an endpoint expires, in milliseconds since 1970: the later time of row and tag, because a session may have died after it wrote
 * only one of them. Undefined without either.
 */
export function findExpiry(rowExpiry: Date | undefined, tags: Tags): number | undefined {
  const moments = [rowExpiry, readExpiry(tags)].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.max(...moments.map((moment) => moment.getTime()));
}
