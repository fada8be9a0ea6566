import { resolveLocalCredentials } from '../aws/local-credentials.js';
import { probeBucket } from '../aws/probe-bucket.js';
import type { AwsConfig } from '../config/types.js';
import { toUserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { formatExpiry } from './aws-keys.js';
import { type ConnectionCheckResult, checkConnection, describeFailure } from './check-connection.js';

/** One line of the test, in the same form as the checks of `sme doctor`. */
export interface TestLine {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'fail' | 'skipped';
  readonly text: string;
  readonly mitigation?: string | undefined;
}

/** The result of testing a connection from inside the database. */
export interface DatabaseTest {
  readonly lines: readonly TestLine[];
  readonly bucket: string | undefined;
  readonly region: string | undefined;
}

/** Tests a connection from inside the database: UDFs can read it, AWS accepts its keys, and its bucket exists in the given Region. */
export async function testFromDatabase(
  session: Session,
  target: { readonly schema: string; readonly connection: string; readonly region: string | undefined },
): Promise<DatabaseTest> {
  const { schema, connection, region } = target;
  const result = await checkConnection(session, schema, { connection, region, facts: ['identity', 'bucket'] });
  return {
    lines: [judgeReading(result), judgeKeys(result), judgeAddress(result), judgeBucket(result)],
    bucket: result.bucket ?? undefined,
    region: result.region ?? undefined,
  };
}

const notTested = { state: 'skipped', text: 'not tested: the checks above must succeed first' } as const;
const withoutRegion = {
  state: 'skipped',
  text: 'neither --region nor the address of the connection contains a Region',
  mitigation: 'Set --region or AWS_REGION.',
} as const;

/** UDFs then called nothing else. */
const assumeRole = 'sts:AssumeRole';

const isRead = ({ key_id_end: end }: ConnectionCheckResult) => end !== undefined;
const skipReason = (result: ConnectionCheckResult) => {
  if (!isRead(result)) {
    return notTested;
  }
  return result.region === null || result.region === undefined ? withoutRegion : undefined;
};
/** Raised by `check_bucket` in templates/python/sme/training_check.py. All other problems are about the address. */
const missingBucketCode = 'E-SME-98';
const isAboutBucket = (problem: string) => problem.startsWith(`${missingBucketCode}:`);
const findFailures = ({ failures }: ConnectionCheckResult, service: string) => [
  ...new Set(failures.filter(({ operation }) => operation.startsWith(service)).map(describeFailure)),
];
const isRoleRefused = ({ failures }: ConnectionCheckResult) =>
  failures.some(({ operation }) => operation === assumeRole);

function judgeReading(result: ConnectionCheckResult): TestLine {
  const line = { id: 'read', title: 'UDFs can read it' } as const;
  return isRead(result)
    ? { ...line, ...judgeForm(result) }
    : { ...line, state: 'fail', text: result.problems.join('\n') };
}

/** Describes the form of the credentials; an expired token fails. */
function judgeForm(result: ConnectionCheckResult): Pick<TestLine, 'state' | 'text' | 'mitigation'> {
  const { key_id_end: end, has_session_token: isTemporary = false, expires_at: expiry, role_arn: role } = result;
  const expiresAt = new Date(expiry ?? '');
  const isKnown = !Number.isNaN(expiresAt.getTime());
  const hasExpired = isKnown && expiresAt <= new Date();
  const parts = [
    `${isTemporary ? 'temporary key' : 'key'} …${end}`,
    ...(isTemporary && !isKnown ? ['expiry unknown'] : []),
    ...(isKnown ? [`${hasExpired ? 'expired at' : 'expires at'} ${formatExpiry(expiresAt)}`] : []),
    ...(role === undefined ? [] : [`assumes ${role}${result.external_id === undefined ? '' : ' with an external ID'}`]),
  ];
  const text = parts.join(', ');
  return hasExpired ? { state: 'fail', text, mitigation: refreshMitigation } : { state: 'ok', text };
}

function judgeKeys(result: ConnectionCheckResult): TestLine {
  const line = { id: 'keys', title: 'AWS accepts the keys' } as const;
  const skipped = skipReason(result);
  if (skipped !== undefined) {
    return { ...line, ...skipped };
  }
  return result.identity === undefined
    ? {
        ...line,
        state: 'fail',
        text: findFailures(result, 'sts:').join('\n'),
        mitigation: suggestKeysFix(result),
      }
    : { ...line, state: 'ok', text: result.identity.arn };
}

function judgeAddress(result: ConnectionCheckResult): TestLine {
  const line = { id: 'address', title: 'address and Region' } as const;
  const skipped = skipReason(result);
  if (skipped !== undefined) {
    return { ...line, ...skipped };
  }
  const problems = result.problems.filter((problem) => !isAboutBucket(problem));
  return problems.length === 0
    ? { ...line, state: 'ok', text: result.address ?? '' }
    : { ...line, state: 'fail', text: problems.join('\n') };
}

function judgeBucket(result: ConnectionCheckResult): TestLine {
  const line = { id: 'bucket', title: 'access from UDFs' } as const;
  const skipped = skipReason(result);
  if (skipped !== undefined || result.bucket === null || result.bucket === undefined) {
    return { ...line, ...(skipped ?? notTested) };
  }
  if (isRoleRefused(result)) {
    return { ...line, ...notTested };
  }
  const problems = [...result.problems.filter(isAboutBucket), ...findFailures(result, 's3:')];
  return problems.length === 0
    ? { ...line, state: 'ok', text: result.bucket }
    : {
        ...line,
        state: 'fail',
        text: problems.join('\n'),
        mitigation: suggestBucketFix(result),
      };
}

const unknownKeyMitigation =
  'The access key ID does not exist or is inactive. Put another key into the connection: sme connection create';

const refreshMitigation = 'Renew the session token: sme connection refresh';

/** Mitigations by AWS error code. */
const mitigations: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'The secret does not belong to the access key ID. Put a matching pair into the connection: sme connection create',
  ExpiredToken: refreshMitigation,
  ExpiredTokenException: refreshMitigation,
  InvalidClientTokenId: unknownKeyMitigation,
  InvalidAccessKeyId: unknownKeyMitigation,
  AccessDenied: 'Allow the key s3:ListBucket on the bucket.',
};

const roleMitigation =
  'Check the role, its external ID and the principal in its trust policy, and that the key may call sts:AssumeRole on it.';

const networkMitigation = 'Find the step that fails: sme doctor --only network,proxy';

function findMitigation({ failures }: ConnectionCheckResult, service: string): string | undefined {
  return failures
    .filter(({ operation }) => operation.startsWith(service))
    .map(({ operation, kind, code, is_answer: isAnswer }) => {
      if (isAnswer !== true && ['unreachable', 'interrupted'].includes(kind)) {
        return networkMitigation;
      }
      return operation === assumeRole && code === 'AccessDenied' ? roleMitigation : mitigations[code];
    })
    .find((text) => text !== undefined);
}

const suggestKeysFix = (result: ConnectionCheckResult) => findMitigation(result, 'sts:');
const suggestBucketFix = (result: ConnectionCheckResult) =>
  findMitigation(result, 's3:') ??
  (result.problems.some(isAboutBucket) ? 'Check the bucket in the address of the connection.' : undefined);

/** Tests the bucket from this machine with the user's own keys, which may differ from those of the connection. Skipped without keys. */
export async function testFromThisMachine(
  bucket: string | undefined,
  aws: AwsConfig | undefined,
  signal: AbortSignal,
): Promise<TestLine> {
  const line = { id: 'here', title: 'access from this machine' } as const;
  if (bucket === undefined || aws === undefined) {
    return { ...line, ...notTested };
  }
  try {
    const keys = await resolveLocalCredentials(aws, signal);
    const probe = await probeBucket(bucket, aws, keys, signal);
    const withKey = `with the key …${keys.accessKeyId.slice(-4)} of this machine`;
    return probe.kind === 'found'
      ? {
          ...line,
          state: 'ok',
          text: `${bucket}${probe.region === undefined ? '' : ` in ${probe.region}`}, ${withKey}`,
        }
      : { ...line, state: 'fail', text: `${bucket}, ${withKey}: ${probe.reason}` };
  } catch (thrown) {
    const { code, message, mitigation } = toUserError(thrown);
    const text = code === 'E-SME-210' ? 'this machine has no AWS keys' : message;
    return { ...line, state: 'skipped', text, mitigation };
  }
}
