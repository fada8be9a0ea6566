/** A variable that configures the tests for a real Exasol and a real AWS. `npm run test:live` prints them. */
interface LiveVariable {
  readonly name: string;
  readonly for: 'exasol' | 'aws';
  readonly optional?: boolean;
  readonly means: string;
  readonly example: string;
}

export const liveVariables: readonly LiveVariable[] = [
  { name: 'SME_LIVE', for: 'exasol', means: 'says that you mean it', example: '1' },
  { name: 'EXASOL_HOST', for: 'exasol', means: 'host of one node', example: '10.0.0.11' },
  { name: 'EXASOL_PORT', for: 'exasol', optional: true, means: 'its port; default 8563', example: '8563' },
  {
    name: 'EXASOL_USER',
    for: 'exasol',
    means: 'a user who may create schemas, scripts, connections, roles and users: DBA on a test cluster',
    example: 'sys',
  },
  { name: 'EXASOL_PASSWORD', for: 'exasol', means: 'the password of this user', example: '…' },
  {
    name: 'EXASOL_FINGERPRINT',
    for: 'exasol',
    means: 'SHA-256 of the certificate (`sme status` prints it when it cannot verify the certificate)',
    example: '60AC05…',
  },
  { name: 'AWS_REGION', for: 'aws', means: 'region of the bucket and of the jobs', example: 'eu-central-1' },
  { name: 'AWS_ACCESS_KEY_ID', for: 'aws', means: 'keys of an IAM user, without a session token', example: 'AKIA…' },
  { name: 'AWS_SECRET_ACCESS_KEY', for: 'aws', means: 'the secret key', example: '…' },
  { name: 'SME_LIVE_BUCKET', for: 'aws', means: 'a bucket in that region', example: 'my-sme-tests' },
  {
    name: 'SME_LIVE_ROLE_ARN',
    for: 'aws',
    means: 'a role that SageMaker may assume',
    example: 'arn:aws:iam::123456789012:role/SageMaker',
  },
  {
    name: 'SME_LIVE_ENDPOINTS',
    for: 'aws',
    optional: true,
    means: 'says that you want endpoints made, too, which AWS charges for until they are deleted',
    example: '1',
  },
  {
    name: 'AWS_ENDPOINT_URL',
    for: 'aws',
    optional: true,
    means: 'endpoint that replaces AWS; the database must use it, too',
    example: 'http://127.0.0.1:4566',
  },
];

/** AWS as a target of tests. */
export interface TargetAws {
  readonly region: string;
  readonly bucket: string;
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Undefined for the real AWS. */
  readonly endpointUrl: string | undefined;
}

interface TargetExasol {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Upper-case hex SHA-256 of the certificate. */
  readonly fingerprint: string;
}

/** The target that the environment names: none (the tests start a sandbox), an invalid one, or a real one with or without AWS. */
export type LiveEnvironment =
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly problems: readonly string[] }
  | {
      readonly kind: 'live';
      readonly exasol: TargetExasol;
      readonly aws: TargetAws | undefined;
      /** Whether tests may create endpoints. */
      readonly endpoints: boolean;
    };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables and reports all problems at once. Without variables for AWS, only the database is tested. */
export function readLiveEnvironment(environment: Environment): LiveEnvironment {
  const read = (name: string) => environment[name]?.trim() ?? '';
  if (read('SME_LIVE') === '') return { kind: 'none' };
  const withAws = read('SME_LIVE_BUCKET') !== '' || read('SME_LIVE_ROLE_ARN') !== '';
  const problems = [...listMissing(read, withAws), ...listWrong(read, withAws)];
  if (problems.length > 0) return { kind: 'unusable', problems };
  return {
    kind: 'live',
    exasol: {
      host: read('EXASOL_HOST'),
      port: Number(read('EXASOL_PORT') || 8563),
      user: read('EXASOL_USER'),
      password: environment['EXASOL_PASSWORD'] ?? '',
      fingerprint: readFingerprint(read('EXASOL_FINGERPRINT')),
    },
    aws: withAws
      ? {
          region: read('AWS_REGION'),
          bucket: read('SME_LIVE_BUCKET'),
          roleArn: read('SME_LIVE_ROLE_ARN'),
          accessKeyId: read('AWS_ACCESS_KEY_ID'),
          secretAccessKey: read('AWS_SECRET_ACCESS_KEY'),
          endpointUrl: read('AWS_ENDPOINT_URL') || undefined,
        }
      : undefined,
    endpoints: withAws && read('SME_LIVE_ENDPOINTS') === '1',
  };
}

/** The same, but only within `npm run test:live`: no other command uses a real cluster, whatever the shell has exported. */
export function readRunEnvironment(environment: Environment): LiveEnvironment {
  return environment['SME_LIVE_RUN'] === undefined ? { kind: 'none' } : readLiveEnvironment(environment);
}

type Read = (name: string) => string;

function listMissing(read: Read, withAws: boolean): readonly string[] {
  return liveVariables
    .filter((variable) => variable.optional !== true && (variable.for === 'exasol' || withAws))
    .filter(({ name }) => read(name) === '')
    .map(({ name, means }) => `${name} is not set: ${means}.`);
}

const readFingerprint = (value: string) => value.replaceAll(':', '').toUpperCase();

/** The problems of the values. Keys and passwords are never quoted. */
function listWrong(read: Read, withAws: boolean): readonly string[] {
  const problems: string[] = [];
  const check = (name: string, isRight: (value: string) => boolean, expected: string) => {
    if (read(name) !== '' && !isRight(read(name)))
      problems.push(`${name} is '${read(name)}': it has to be ${expected}.`);
  };
  check('SME_LIVE', (value) => value === '1', '1');
  check('SME_LIVE_ENDPOINTS', (value) => value === '1', '1');
  check('EXASOL_PORT', (value) => /^\d+$/.test(value) && Number(value) > 0 && Number(value) < 65536, 'a port');
  check('EXASOL_FINGERPRINT', (value) => /^[0-9A-F]{64}$/.test(readFingerprint(value)), '64 hex digits');
  if (!withAws) return problems;
  check('SME_LIVE_ROLE_ARN', (value) => /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(value), 'the ARN of a role');
  check('SME_LIVE_BUCKET', (value) => /^[a-z0-9.-]+$/.test(value), 'the bare name of a bucket');
  if (read('AWS_ACCESS_KEY_ID').startsWith('ASIA')) {
    problems.push('AWS_ACCESS_KEY_ID is a temporary key: a CONNECTION has no place for its session token.');
  }
  return problems;
}
