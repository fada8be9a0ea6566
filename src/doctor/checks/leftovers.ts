import type { ConnectionAnswer } from '../../connection/check-connection.js';
import type { Session } from '../../exasol/session.js';
import { SqlError } from '../../exasol/sql-error.js';
import { listEndpointNames } from '../../tables/endpoint-table.js';
import { formatAge } from '../../text/format-values.js';
import { ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { withAnswer, wordFailures } from './through-connection.js';

const daySeconds = 86_400;

type Endpoint = NonNullable<ConnectionAnswer['endpoints']>[number];

/** Endpoints that cost money and that perhaps nobody remembers. */
export const leftoverChecks: readonly Check[] = [
  {
    id: 'leftovers',
    title: 'endpoints left over',
    needs: ['identity'],
    limitMs: 120_000,
    run: withAnswer('endpoints', judgeEndpoints),
  },
];

async function judgeEndpoints(answer: ConnectionAnswer, context: DoctorContext): Promise<Outcome> {
  const { endpoints, endpoints_unread: unread = 0 } = answer;
  if (endpoints === undefined) {
    return skip(`cannot check: ${wordFailures(answer)}`, 'It takes sagemaker:ListEndpoints and sagemaker:ListTags.');
  }
  const schema = await context.readSchema();
  const known = await context.withSession((session) => readKnown(session, schema));
  const now = Date.now();
  const isExpired = ({ expires }: Endpoint) => typeof expires === 'string' && Date.parse(expires) < now;
  const lines = endpoints.map((endpoint) => {
    const { name, status, age_seconds: age, schema: made } = endpoint;
    const whose = known.has(name)
      ? ''
      : `, not in the endpoint table of ${schema}${made === null ? '' : ` (made by ${made})`}`;
    const end = isExpired(endpoint) ? `, was to end ${endpoint.expires}` : '';
    return `${name}: ${status}, ${formatAge(age)} old${end}${whose}`;
  });
  const more = unread === 0 ? [] : [`${unread} more endpoints were not looked at`];
  const isForgotten = ({ name, age_seconds: age, expires }: Endpoint) =>
    !known.has(name) || (age > daySeconds && (expires === null || expires === undefined));
  if (endpoints.some((endpoint) => isExpired(endpoint) || isForgotten(endpoint))) {
    return warn(
      [...lines, ...more].join('\n'),
      'Each costs money by the hour. Delete what nobody needs: sme endpoint delete NAME\nWhat has expired, and more that nobody needs: sme gc',
    );
  }
  return endpoints.length === 0 ? ok(['none', ...more].join('\n')) : ok([...lines, ...more].join('\n'));
}

/** Names in our table; none where the table is not there or not ours to read. */
async function readKnown(session: Session, schema: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await listEndpointNames(session, schema));
  } catch (thrown) {
    if (thrown instanceof SqlError) {
      return new Set();
    }
    throw thrown;
  }
}
