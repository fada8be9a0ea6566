import type { ConnectionCheckResult } from '../../connection/check-connection.js';
import type { Session } from '../../exasol/session.js';
import { SqlError } from '../../exasol/sql-error.js';
import { foldName } from '../../tables/aws-names.js';
import { listEndpointNames } from '../../tables/endpoint-table.js';
import { formatAge } from '../../text/format-values.js';
import { ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { checkThroughConnection, describeFailures } from './through-connection.js';

const daySeconds = 86_400;

type Endpoint = NonNullable<ConnectionCheckResult['endpoints']>[number];

/** Do endpoints cost money that may have been forgotten? */
export const leftoverChecks: readonly Check[] = [
  {
    id: 'leftovers',
    title: 'forgotten endpoints',
    needs: ['identity'],
    timeoutMs: 120_000,
    run: checkThroughConnection('endpoints', judgeEndpoints),
  },
];

async function judgeEndpoints(result: ConnectionCheckResult, context: DoctorContext): Promise<Outcome> {
  const { endpoints, endpoints_unread: unread = 0 } = result;
  if (endpoints === undefined) {
    return skip(
      `cannot check: ${describeFailures(result)}`,
      'Allow the key sagemaker:ListEndpoints and sagemaker:ListTags.',
    );
  }
  const schema = await context.readSchema();
  const known = await context.withSession((session) => readEndpointNames(session, schema));
  const now = Date.now();
  const isExpired = ({ expires }: Endpoint) => typeof expires === 'string' && Date.parse(expires) < now;
  const lines = endpoints.map((endpoint) => {
    const { name, status, age_seconds: age, schema: createdFrom } = endpoint;
    const origin = known.has(foldName(name))
      ? ''
      : `, not in the endpoint table of ${schema}${createdFrom === null ? '' : ` (created from schema ${createdFrom})`}`;
    const end = isExpired(endpoint) ? `, expired at ${endpoint.expires}` : '';
    return `${name}: ${status}, ${formatAge(age)} old${end}${origin}`;
  });
  const more = unread === 0 ? [] : [`${unread} more endpoints were not checked`];
  const isForgotten = ({ name, age_seconds: age, expires }: Endpoint) =>
    !known.has(foldName(name)) || (age > daySeconds && (expires === null || expires === undefined));
  if (endpoints.some((endpoint) => isExpired(endpoint) || isForgotten(endpoint))) {
    return warn(
      [...lines, ...more].join('\n'),
      'AWS bills instances of endpoints until you delete them. To delete one: sme endpoint delete NAME\nTo delete expired endpoints and other unused resources: sme cleanup',
    );
  }
  return endpoints.length === 0 ? ok(['none', ...more].join('\n')) : ok([...lines, ...more].join('\n'));
}

/** Reads the names in the endpoint table. Returns none if the table does not exist or the user may not read it. */
async function readEndpointNames(session: Session, schema: string): Promise<ReadonlySet<string>> {
  try {
    return new Set((await listEndpointNames(session, schema)).map(foldName));
  } catch (thrown) {
    if (thrown instanceof SqlError) {
      return new Set();
    }
    throw thrown;
  }
}
