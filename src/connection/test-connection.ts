import { resolveLocalCredentials } from '../aws/local-credentials.js';
import { probeBucket } from '../aws/probe-bucket.js';
import type { AwsConfig } from '../config/types.js';
import { toUserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { type ConnectionAnswer, checkConnection, wordFailure } from './check-connection.js';

/** One line of the test, as the doctor's lines are. */
export interface TestLine {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'fail' | 'skipped';
  readonly text: string;
  readonly mend?: string | undefined;
}

/** What the database sees through a connection. */
export interface DatabaseView {
  readonly lines: readonly TestLine[];
  readonly bucket: string | undefined;
  readonly region: string | undefined;
}

/** Asks from inside the database, by the name of the connection: can it be read, are the keys taken, is the bucket there and where it says? */
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

const notAsked = { state: 'skipped', text: 'not asked: what stands above comes first' } as const;
const withoutRegion = {
  state: 'skipped',
  text: 'neither --region nor the address of the connection names a Region',
  mend: 'Give --region (or AWS_REGION).',
} as const;

const isRead = ({ key_id_end: end }: ConnectionAnswer) => end !== undefined;
const skipReason = (answer: ConnectionAnswer) => {
  if (!isRead(answer)) {
    return notAsked;
  }
  return answer.region === null || answer.region === undefined ? withoutRegion : undefined;
};
/** The bucket that is not there, by `check_bucket` of templates/python/sme/training_check.py; every other problem is one of the address. */
const isAboutBucket = (problem: string) => problem.startsWith('E-SME-98:');
const findFailures = ({ failures }: ConnectionAnswer, service: string) =>
  failures.filter(({ operation }) => operation.startsWith(service)).map(wordFailure);

function judgeReading(answer: ConnectionAnswer): TestLine {
  const line = { id: 'read', title: 'UDFs can read it' } as const;
  return isRead(answer)
    ? { ...line, state: 'ok', text: `key …${answer.key_id_end}` }
    : { ...line, state: 'fail', text: answer.problems.join('\n') };
}

function judgeKeys(answer: ConnectionAnswer): TestLine {
  const line = { id: 'keys', title: 'AWS takes the keys' } as const;
  const skipped = skipReason(answer);
  if (skipped !== undefined) {
    return { ...line, ...skipped };
  }
  return answer.identity === undefined
    ? {
        ...line,
        state: 'fail',
        text: findFailures(answer, 'sts:').join('\n'),
        mend: mendKeys(answer),
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
  const line = { id: 'bucket', title: 'UDFs reach the bucket' } as const;
  const skipped = skipReason(answer);
  if (skipped !== undefined || answer.bucket === null || answer.bucket === undefined) {
    return { ...line, ...(skipped ?? notAsked) };
  }
  const problems = [...answer.problems.filter(isAboutBucket), ...findFailures(answer, 's3:')];
  return problems.length === 0
    ? { ...line, state: 'ok', text: answer.bucket }
    : {
        ...line,
        state: 'fail',
        text: problems.join('\n'),
        mend: mendBucket(answer),
      };
}

/** AWS's own code decides what to do: only it knows whether the key, its secret or a permission is wrong. */
const mitigations: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch:
    'The secret does not belong to the key id. Put the right pair into the connection: sme connection create',
  InvalidClientTokenId: 'AWS does not know the key id, or it is deactivated. Put another key in: sme connection create',
  InvalidAccessKeyId: 'AWS does not know the key id, or it is deactivated. Put another key in: sme connection create',
  AccessDenied: 'Give the key the permission s3:ListBucket on the bucket.',
};

function findMitigation({ failures }: ConnectionAnswer, service: string): string | undefined {
  return failures
    .filter(({ operation }) => operation.startsWith(service))
    .map(({ code }) => mitigations[code])
    .find((text) => text !== undefined);
}

const mendKeys = (answer: ConnectionAnswer) => findMitigation(answer, 'sts:');
const mendBucket = (answer: ConnectionAnswer) =>
  findMitigation(answer, 's3:') ??
  (answer.problems.some(isAboutBucket) ? 'Check the bucket in the address of the connection.' : undefined);

/** Asks S3 from this machine, with the user's own keys; skipped where there are none, as they need not be the same. */
export async function testFromHere(
  bucket: string | undefined,
  aws: AwsConfig | undefined,
  signal: AbortSignal,
): Promise<TestLine> {
  const line = { id: 'here', title: 'this machine reaches it' } as const;
  if (bucket === undefined || aws === undefined) {
    return { ...line, ...notAsked };
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
      text: 'this machine has no AWS keys of its own',
      mend: toUserError(thrown).mitigation,
    };
  }
}
