import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { describeThrown, makeError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';

/** Which UDF, and in which schema (exact name). */
export interface UdfAddress {
  readonly schema: string;
  readonly udf: string;
}

/**
 * Calls one of our UDFs that take a request as JSON and answer with JSON.
 *
 * @throws UserError E-SME-219 where it is missing, E-SME-220 where it may not be called, F-SME-218 where its answer is not what `rule`
 * expects; SqlError where Exasol cannot run it for another reason
 */
export async function askUdf<Answer>(
  session: Session,
  { schema, udf }: UdfAddress,
  request: Readonly<Record<string, unknown>>,
  rule: z.ZodType<Answer>,
): Promise<Answer> {
  // a text of its own for each call, so that no cached result of an equal statement can answer
  const text = JSON.stringify({ ...request, nonce: randomUUID() });
  const call = `${identifier(schema)}.${identifier(udf)}(${literal(text)})`;
  const result = await session.query(`SELECT ${call} AS ANSWER`).catch((thrown: unknown) => {
    throw explainRefusal(thrown, schema, udf);
  });
  try {
    return rule.parse(JSON.parse(String(result.rows[0]?.[0])));
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown) : describeThrown(thrown);
    throw makeError('F-SME-218', { udf, reason }, thrown);
  }
}

function explainRefusal(thrown: unknown, schema: string, udf: string): unknown {
  if (!(thrown instanceof SqlError)) {
    return thrown;
  }
  if (thrown.isPrivilegeProblem) {
    return makeError('E-SME-220', { udf, schema: identifier(schema), text: thrown.text }, thrown);
  }
  return /not found/i.test(thrown.text) ? makeError('E-SME-219', { udf, schema }, thrown) : thrown;
}
