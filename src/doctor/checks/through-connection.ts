import {
  type ConnectionCheckResult,
  type ConnectionFact,
  checkConnection,
  describeFailure,
  type Simulation,
} from '../../connection/check-connection.js';
import { requireConnection } from '../../connection/find-connection.js';
import { type AwsTaskId, awsTasks } from '../../scripts/aws-permissions.js';
import { fail, skip } from '../outcomes.js';
import type { DoctorContext, Outcome } from '../types.js';

/** Allows for starting Python and three attempts of boto3. */
export const accountTimeoutMs = 60_000;

/** Makes a check that determines one fact with the connection's keys. Reports whatever prevents that. */
export function checkThroughConnection(
  fact: ConnectionFact,
  judge: (result: ConnectionCheckResult, context: DoctorContext) => Outcome | Promise<Outcome>,
  simulate?: (path: string) => readonly Simulation[],
): (context: DoctorContext) => Promise<Outcome> {
  return async (context) => {
    const { connectionName, region, roleArn, outputPath } = context.aws;
    if (connectionName === undefined) {
      return skip('no connection is set', 'Set --connection or SME_CONNECTION.');
    }
    const schema = await context.readSchema();
    const result = await context.withSession(async (session) => {
      const connection = await requireConnection(session, connectionName);
      const path = outputPath?.replace(/^s3:\/\/[^/]*\/?/, '');
      const simulations = simulate?.(path ?? '');
      const request = { connection, facts: [fact], region, role: roleArn, path, simulations };
      return await checkConnection(session, schema, request);
    });
    if (result.problems.length > 0) {
      return fail(result.problems.join('\n'), `Fix the connection: sme connection create ${connectionName.whenNew}`);
    }
    return result.region === null || result.region === undefined
      ? skip("neither --region nor the connection's address contains a Region", 'Set --region or AWS_REGION.')
      : await judge(result, context);
  };
}

/** Describes the failed AWS calls, one per line. */
export const describeFailures = ({ failures }: ConnectionCheckResult): string =>
  failures.length === 0 ? 'no answer' : failures.map(describeFailure).join('\n');

/** The title of a task inside of a sentence. */
export const describeTask = (id: AwsTaskId) => awsTasks[id].title.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
