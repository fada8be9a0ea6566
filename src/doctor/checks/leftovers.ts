import type { ConnectionAnswer } from '../../connection/check-connection.js';
import type { Session } from '../../exasol/session.js';
import { SqlError } from '../../exasol/sql-error.js';
import { identifier } from '../../render/quote.js';
import { names } from '../../scripts/names.js';
import { ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { withAnswer } from './account.js';

const daySeconds = 86_400;

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
    const [failure] = answer.failures;
    return skip(
      `cannot check: ${failure?.operation ?? ''} ${failure?.code ?? ''}`,
      'It takes sagemaker:ListEndpoints and sagemaker:ListTags.',
    );
  }
  const schema = await context.readSchema();
  const known = await context.withSession((session) => readKnown(session, schema));
  const lines = endpoints.map(({ name, status, age_seconds: age, schema: made }) => {
    const whose = known.has(name)
      ? ''
      : `, not in the endpoint table of ${schema}${made === null ? '' : ` (made by ${made})`}`;
    return `${name}: ${status}, ${describeAge(age)} old${whose}`;
  });
  const more = unread === 0 ? [] : [`${unread} more endpoints were not looked at`];
  const suspicious = endpoints.filter(({ name, age_seconds: age }) => age > daySeconds || !known.has(name));
  if (suspicious.length > 0) {
    return warn(
      [...lines, ...more].join('\n'),
      'Each costs money by the hour. Delete what nobody needs: sme endpoint delete NAME',
    );
  }
  return endpoints.length === 0 ? ok(['none', ...more].join('\n')) : ok([...lines, ...more].join('\n'));
}

/** Names in our table; none where the table is not there or not ours to read. */
async function readKnown(session: Session, schema: string): Promise<ReadonlySet<string>> {
  const table = `${identifier(schema)}.${identifier(names.endpointTable)}`;
  try {
    const { rows } = await session.query(`SELECT ENDPOINT_NAME FROM ${table}`);
    return new Set(rows.map(([name]) => String(name)));
  } catch (thrown) {
    if (thrown instanceof SqlError) {
      return new Set();
    }
    throw thrown;
  }
}

function describeAge(seconds: number): string {
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 2 * daySeconds ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / daySeconds)} days`;
}
