import {
  type ConnectionAnswer,
  type ConnectionQuestion,
  checkConnection,
  describeFailure,
} from '../../connection/check-connection.js';
import { requireConnection } from '../../connection/find-connection.js';
import { fail, skip } from '../outcomes.js';
import type { DoctorContext, Outcome } from '../types.js';

/** Time for three attempts of boto3 and the start of Python. */
export const accountTimeoutMs = 60_000;

/** Makes a check that requests one fact through the connection. Handles everything that prevents an answer. */
export function checkThroughConnection(
  question: ConnectionQuestion,
  judge: (answer: ConnectionAnswer, context: DoctorContext) => Outcome | Promise<Outcome>,
): (context: DoctorContext) => Promise<Outcome> {
  return async (context) => {
    const { connectionName, region, roleArn, outputPath } = context.aws;
    if (connectionName === undefined) {
      return skip('no connection is set', 'Set --connection or SME_CONNECTION.');
    }
    const schema = await context.readSchema();
    const answer = await context.withSession(async (session) => {
      const connection = await requireConnection(session, connectionName);
      const path = outputPath?.replace(/^s3:\/\/[^/]*\/?/, '');
      return await checkConnection(session, schema, { connection, ask: [question], region, role: roleArn, path });
    });
    if (answer.problems.length > 0) {
      return fail(answer.problems.join('\n'), `Fix the connection: sme connection create ${connectionName.whenNew}`);
    }
    return answer.region === null || answer.region === undefined
      ? skip("neither --region nor the connection's address contains a Region", 'Set --region or AWS_REGION.')
      : await judge(answer, context);
  };
}

/** The failed calls of AWS, one line each. */
export const describeFailures = ({ failures }: ConnectionAnswer): string =>
  failures.length === 0 ? 'no answer' : failures.map(describeFailure).join('\n');
