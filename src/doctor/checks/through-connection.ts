import {
  type ConnectionAnswer,
  type ConnectionQuestion,
  checkConnection,
  wordFailure,
} from '../../connection/check-connection.js';
import { requireConnection } from '../../connection/find-connection.js';
import { fail, skip } from '../outcomes.js';
import type { DoctorContext, Outcome } from '../types.js';

/** Three attempts of boto3 and the start of Python. */
export const accountLimitMs = 60_000;

/** Asks one question through the connection; what keeps it from being answered is judged here, for all of them. */
export function withAnswer(
  question: ConnectionQuestion,
  judge: (answer: ConnectionAnswer, context: DoctorContext) => Outcome | Promise<Outcome>,
): (context: DoctorContext) => Promise<Outcome> {
  return async (context) => {
    const { connectionName, region, roleArn, outputPath } = context.aws;
    if (connectionName === undefined) {
      return skip('no connection is named', 'Give --connection (or SME_CONNECTION).');
    }
    const schema = await context.readSchema();
    const answer = await context.withSession(async (session) => {
      const connection = await requireConnection(session, connectionName);
      const path = outputPath?.replace(/^s3:\/\/[^/]*\/?/, '');
      return await checkConnection(session, schema, { connection, ask: [question], region, role: roleArn, path });
    });
    if (answer.problems.length > 0) {
      return fail(answer.problems.join('\n'), `Mend the connection: sme connection create ${connectionName.whenNew}`);
    }
    return answer.region === null || answer.region === undefined
      ? skip("neither --region nor the connection's address names a Region", 'Give --region (or AWS_REGION).')
      : await judge(answer, context);
  };
}

/** Why AWS did not answer, in one line each. */
export const wordFailures = ({ failures }: ConnectionAnswer): string =>
  failures.length === 0 ? 'no answer' : failures.map(wordFailure).join('\n');
