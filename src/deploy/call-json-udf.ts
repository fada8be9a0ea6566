import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { describeThrown, makeError } from '../errors/user-error.js';
import { describeMissingGrants } from '../exasol/missing-grants.js';
import { literal, qualify } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';

/** A UDF and the exact name of its schema. */
export interface UdfAddress {
  readonly schema: string;
  readonly udf: string;
}

/**
 * Calls a UDF of the extension that takes a request as JSON and returns JSON.
 *
 * @param rule what the response must look like
 * @throws UserError E-SME-219 if the UDF is missing, E-SME-220 if the user lacks the privilege to call it, F-SME-218 if the response does
 * not match `rule`; SqlError if Exasol cannot run the UDF for any other reason
 */
export async function callJsonUdf<Response>(
  session: Session,
  { schema, udf }: UdfAddress,
  request: Readonly<Record<string, unknown>>,
  rule: z.ZodType<Response>,
): Promise<Response> {
  // the nonce prevents Exasol from returning the cached result of an identical statement
  const text = JSON.stringify({ ...request, nonce: randomUUID() });
  const call = `${qualify(schema, udf)}(${literal(text)})`;
  const statement = `SELECT ${call} AS ANSWER`;
  const result = await session.query(statement).catch(async (thrown: unknown) => {
    throw await toCallError(session, thrown, { schema, udf }, statement);
  });
  try {
    return rule.parse(JSON.parse(String(result.rows[0]?.[0])));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : describeThrown(thrown);
    throw makeError('F-SME-218', { udf, reason }, thrown);
  }
}

async function toCallError(
  session: Session,
  thrown: unknown,
  { schema, udf }: UdfAddress,
  statement: string,
): Promise<unknown> {
  if (!(thrown instanceof SqlError)) {
    return thrown;
  }
  if (thrown.isPrivilegeProblem) {
    const grants = await describeMissingGrants(session, [statement], thrown.text);
    return makeError('E-SME-220', { udf, text: thrown.text, mitigation: grants ?? '' }, thrown);
  }
  return /not found/i.test(thrown.text) ? makeError('E-SME-219', { udf, schema }, thrown) : thrown;
}
