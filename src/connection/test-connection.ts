import { resolveLocalCredentials } from '../aws/local-credentials.js';
import { probeBucket } from '../aws/probe-bucket.js';
import type { AwsConfig } from '../config/types.js';
import { toUserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { type ConnectionAnswer, checkConnection, describeFailure } from './check-connection.js';

/** One line of the test, in the form of the checks of `sme doctor`. */
export interface TestLine {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'fail' | 'skipped';
  readonly text: string;
  readonly mitigation?: string | undefined;
}

/** What the database can do with a connection. */
export interface DatabaseView {
  readonly lines: readonly TestLine[];
  readonly bucket: string | undefined;
  readonly region: string | undefined;
}

/** Tests a connection from inside the database: can UDFs read it, does AWS accept the keys, is the bucket there and in the stated Region? */
export async function testFromDatabase(
  session: Session,
  where: { readonly schema: string; readonly connection: string; readonly region: string | undefined },
): Promise<DatabaseView> {
  const { schema, connection, region } = where;
  const answer = await checkConnection(session, schema, { connection, region, ask: ['identity', 'bucket'] });
  return {
    lines: [judgeReading(answer), judgeKeys(answer), judgeAddress(answer), judgeBucket(answer)],
    bucket: answer.bucket ?? undefined,
    region: answer.region ?? undefined,
  };
}

const notTested = { state: 'skipped', text: 'not tested: the lines above must succeed first' } as const;
const withoutRegion = {
  state: 'skipped',
  text: 'neither --region nor the address of the connection contains a Region',
  mitigation: 'Set --region or AWS_REGION.',
} as const;

const isRead = ({ key_id_end: end }: ConnectionAnswer) => end !== undefined;
const skipReason = (answer: ConnectionAnswer) => {
  if (!isRead(answer)) {
    return notTested;
  }
  return answer.region === null || answer.region === undefined ? withoutRegion : undefined;
};
/** The code of `check_bucket` in templates/python/sme/training_check.py; every other problem is about the address. */
const missingBucketCode = 'E-SME-98';
const isAboutBucket = (problem: string) => problem.startsWith(`${missingBucketCode}:`);
const findFailures = ({ failures }: ConnectionAnswer, service: string) =>
  failures.filter(({ operation }) => operation.startsWith(service)).map(describeFailure);

function judgeReading(answer: ConnectionAnswer): TestLine {
  const line = { id: 'read', title: 'UDFs can read it' } as const;
  return isRead(answer)
    ? { ...line, state: 'ok', text: `key …${answer.key_id_end}` }
    : { ...line, state: 'fail', text: answer.problems.join('\n') };
}

function judgeKeys(answer: ConnectionAnswer): TestLine {
  const line = { id: 'keys', title: 'AWS accepts the keys' } as const;
  const skipped = skipReason(answer);
  if (skipped !== undefined) {
    return { ...line, ...skipped };
  }
  return answer.identity === undefined
    ? {
        ...line,
        state: 'fail',
        text: findFailures(answer, 'sts:').join('\n'),
        mitigation: suggestKeysFix(answer),
      }
    : { ...line, state: 'ok', text: answer.identity.arn };
}

function judgeAddress(answer: ConnectionAnswer): TestLine {
  const line = { id: 'address', title: 'address and Region' } as const;
  const skipped = skipReason(answer);
  if (skipped !== undefined) {
    return { ...line, ...skipped };
  }
  const problems = answer.problems.filter((problem) => !isAboutBucket(problem));
  return problems.length === 0
    ? { ...line, state: 'ok', text: answer.address ?? '' }
    : { ...line, state: 'fail', text: problems.join('\n') };
}

function judgeBucket(answer: ConnectionAnswer): TestLine {
  const line = { id: 'bucket', title: 'access from UDFs' } as const;
  const skipped = skipReason(answer);
  if (skipped !== undefined || answer.bucket === null || answer.bucket === undefined) {
    return { ...line, ...(skipped ?? notTested) };
  }
  const problems = [...answer.problems.filter(isAboutBucket), ...findFailures(answer, 's3:')];
  return problems.length === 0
    ? { ...line, state: 'ok', text: answer.bucket }
    : {
        ...line,
        state: 'fail',
        text: problems.join('\n'),
        mitigation: suggestBucketFix(answer),
      };
}

/** Mitigations by the error code of AWS, which tells whether the key, its secret or a permission is wrong. */
const mitigations: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'The secret does not belong to the access key ID. Put a matching pair into the connection: sme connection create',
  InvalidClientTokenId:
    'The access key ID does not exist or is deactivated. Put another key into the connection: sme connection create',
  InvalidAccessKeyId:
    'The access key ID does not exist or is deactivated. Put another key into the connection: sme connection create',
  AccessDenied: 'Allow the key s3:ListBucket on the bucket.',
};

function findMitigation({ failures }: ConnectionAnswer, service: string): string | undefined {
  return failures
    .filter(({ operation }) => operation.startsWith(service))
    .map(({ code }) => mitigations[code])
    .find((text) => text !== undefined);
}

const suggestKeysFix = (answer: ConnectionAnswer) => findMitigation(answer, 'sts:');
const suggestBucketFix = (answer: ConnectionAnswer) =>
  findMitigation(answer, 's3:') ??
  (answer.problems.some(isAboutBucket) ? 'Check the bucket in the address of the connection.' : undefined);

/** Tests the bucket from this machine with the user's own keys, which may differ from those of the connection; skipped without keys. */
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
    const keys = await resolveLocalCredentials(aws);
    const view = await probeBucket(bucket, { region: aws.region, keys, endpointUrl: aws.endpointUrl }, signal);
    const whose = `with the key …${keys.accessKeyId.slice(-4)} of this machine`;
    return view.kind === 'found'
      ? { ...line, state: 'ok', text: `${bucket}${view.region === undefined ? '' : ` in ${view.region}`}, ${whose}` }
      : { ...line, state: 'fail', text: `${bucket}, ${whose}: ${view.reason}` };
  } catch (thrown) {
    return {
      ...line,
      state: 'skipped',
      text: 'this machine has no AWS keys',
      mitigation: toUserError(thrown).mitigation,
    };
  }
}
