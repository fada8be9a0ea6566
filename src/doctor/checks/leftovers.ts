import type { ConnectionAnswer } from '../../connection/check-connection.js';
import type { Session } from '../../exasol/session.js';
import { SqlError } from '../../exasol/sql-error.js';
import { listEndpointNames } from '../../tables/endpoint-table.js';
import { formatAge } from '../../text/format-values.js';
import { ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { checkThroughConnection, describeFailures } from './through-connection.js';

const daySeconds = 86_400;

type Endpoint = NonNullable<ConnectionAnswer['endpoints']>[number];

/** Endpoints that cost money and may be forgotten. */
export const leftoverChecks: readonly Check[] = [
  {
    id: 'leftovers',
    title: 'forgotten endpoints',
    needs: ['identity'],
    timeoutMs: 120_000,
    run: checkThroughConnection('endpoints', judgeEndpoints),
  },
];

async function judgeEndpoints(answer: ConnectionAnswer, context: DoctorContext): Promise<Outcome> {
  const { endpoints, endpoints_unread: unread = 0 } = answer;
  if (endpoints === undefined) {
    return skip(
      `cannot check: ${describeFailures(answer)}`,
      'Allow the key sagemaker:ListEndpoints and sagemaker:ListTags.',
    );
  }
  const schema = await context.readSchema();
  const known = await context.withSession((session) => readEndpointNames(session, schema));
  const now = Date.now();
  const isExpired = ({ expires }: Endpoint) => typeof expires === 'string' && Date.parse(expires) < now;
  const lines = endpoints.map((endpoint) => {
    const { name, status, age_seconds: age, schema: made } = endpoint;
    const origin = known.has(name)
      ? ''
      : `, not in the endpoint table of ${schema}${made === null ? '' : ` (made by ${made})`}`;
    const end = isExpired(endpoint) ? `, expired at ${endpoint.expires}` : '';
    return `${name}: ${status}, ${formatAge(age)} old${end}${origin}`;
  });
  const more = unread === 0 ? [] : [`${unread} more endpoints were not checked`];
  const isForgotten = ({ name, age_seconds: age, expires }: Endpoint) =>
    !known.has(name) || (age > daySeconds && (expires === null || expires === undefined));
  if (endpoints.some((endpoint) => isExpired(endpoint) || isForgotten(endpoint))) {
    return warn(
      [...lines, ...more].join('\n'),
      'AWS bills each by the hour. Delete an endpoint that you do not need: sme endpoint delete NAME\nDelete expired endpoints and other unused resources: sme cleanup',
    );
  }
  return endpoints.length === 0 ? ok(['none', ...more].join('\n')) : ok([...lines, ...more].join('\n'));
}

/** Names in the endpoint table; none if the table does not exist or the user may not read it. */
async function readEndpointNames(session: Session, schema: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await listEndpointNames(session, schema));
  } catch (thrown) {
    if (thrown instanceof SqlError) {
      return new Set();
    }
    throw thrown;
  }
}
