import { join } from 'node:path';
import type { Environment } from '../../src/config/environment.js';
import { listForeignDsns, quotedSettings } from './foreign-dsns.js';

/** One call of `sme`. */
export interface Attempt {
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly env?: Environment;
  /** What is piped into it. */
  readonly piped?: string;
  /** Interrupt it (Ctrl-C) when this shows on stdout. */
  readonly until?: string;
  /** A second call of the kind would not work. */
  readonly isOnce?: true;
}

/** How a command is called so that it works, and so that it fails in a way of its own. Calls are made in the order given. */
export interface CommandCase {
  readonly works: readonly Attempt[];
  readonly fails: readonly Attempt[];
  /** Calls that need AWS through the CONNECTION: made again while its secret is wrong. */
  readonly usesAws?: readonly Attempt[];
}

/** Secrets and places that the calls are made with. */
export interface Surroundings {
  readonly folder: string;
  readonly secrets: {
    readonly dsnPassword: string;
    readonly token: string;
    readonly awsSecret: string;
    readonly sessionToken: string;
    readonly wrongPassword: string;
  };
  /** `127.0.0.1:<port>` of the database. */
  readonly address: string;
}

const works = (...args: readonly string[]): Attempt => ({ args, exitCode: 0 });
const worksOnce = (...args: readonly string[]): Attempt => ({ ...works(...args), isOnce: true });
const failsWith = (exitCode: number, args: readonly string[], env: Environment = {}): Attempt => ({
  args,
  exitCode,
  env,
});

/** Every command of the program, by its words. What an earlier one makes, a later one uses. */
export function listCommandCases({ folder, secrets, address }: Surroundings): Readonly<Record<string, CommandCase>> {
  const { awsSecret, dsnPassword, sessionToken, token, wrongPassword } = secrets;
  const job = 'canary';
  const profile = ['--config', join(folder, 'profiles.toml')];
  const inFile = (name: string) => join(folder, name);
  const startTraining = (name: string) => [
    'train',
    'SALES.CUSTOMERS',
    '--target',
    'CHURN',
    '--job-name',
    name,
    '--yes',
  ];
  const training = (name: string) => [...startTraining(name), '--max-candidates', '1'];
  const serving = (name: string) => [
    'endpoint',
    'create',
    job,
    '--name',
    name,
    '--instance-type',
    'ml.m5.large',
    '--yes',
  ];
  const dsn = `exasol://DSN_USER:${encodeURIComponent(dsnPassword)}@${address}/SME`;
  return {
    deploy: {
      works: [works('deploy', '--dry-run', '--create-schema'), works('deploy', '--create-schema')],
      fails: [
        failsWith(7, ['deploy'], { EXASOL_SCHEMA: 'NOWHERE' }),
        failsWith(4, ['deploy', '--dsn', dsn.replace('/SME', '/FOREIGN')]),
      ],
    },
    status: {
      works: [works('status'), works('status', '--password-stdin')],
      fails: [
        failsWith(3, ['status', '--exit-code'], { EXASOL_SCHEMA: 'BARE' }),
        failsWith(4, ['status', '--dsn', dsn]),
      ],
    },
    render: {
      works: [works('render'), works('render', '--out', inFile('sql'))],
      fails: [failsWith(1, ['render', '--out', inFile('password'), '--schema', 'ML'])],
    },
    'connection create': {
      works: [
        works('connection', 'create', 'AWS', '--dry-run'),
        works('connection', 'create', 'AWS', '--yes'),
        { ...works('connection', 'create', 'WRONG', '--yes'), env: { AWS_SECRET_ACCESS_KEY: awsSecret } },
      ],
      fails: [
        failsWith(2, ['connection', 'create', 'AWS']),
        failsWith(1, ['connection', 'create', 'AWS', '--yes'], { AWS_SESSION_TOKEN: sessionToken }),
        failsWith(4, ['connection', 'create', 'NEW', '--yes', '--dsn', dsn]),
        failsWith(4, ['connection', 'create', 'NEW', '--yes', '--aws-profile', 'broken'], { AWS_ACCESS_KEY_ID: '' }),
      ],
    },
    'connection test': {
      works: [works('connection', 'test', 'AWS')],
      fails: [
        failsWith(3, ['connection', 'test', 'WRONG'], { AWS_SECRET_ACCESS_KEY: awsSecret }),
        failsWith(3, ['connection', 'test', 'AWS'], { AWS_SESSION_TOKEN: sessionToken, AWS_ACCESS_KEY_ID: 'AKIANONE' }),
        failsWith(7, ['connection', 'test', 'AVS']),
      ],
      usesAws: [failsWith(3, ['connection', 'test', 'AWS'])],
    },
    'config show': {
      works: [
        works('config', 'show'),
        { ...works('config', 'show', '--origin'), env: { AWS_SESSION_TOKEN: sessionToken } },
        { ...works('config', 'show', '--origin', '--access-token', token), env: { EXASOL_PASSWORD: '' } },
        { ...works('config', 'show', '--origin', '--refresh-token', token), env: { EXASOL_PASSWORD: '' } },
        { ...works('config', 'show', '--origin'), env: { EXASOL_DSN: dsn, EXASOL_PASSWORD: '' } },
      ],
      fails: [
        failsWith(2, ['config', 'show', '--dsn', `DSN_USER:${dsnPassword}@db.example.com`]),
        failsWith(2, ['config', 'show', '--dsn', `DSN_USER/${dsnPassword}@db.example.com:8563`]),
        failsWith(2, ['config', 'show', '--dsn', `exasol://DSN_USER:12/${dsnPassword}@db.example.com:8563/ML`]),
        failsWith(2, ['config', 'show', '--dsn', `exasol://DSN_USER:12?${dsnPassword}@db.example.com:8563/ML`]),
        failsWith(2, ['config', 'show', '--dsn', `DSN_USER:${wrongPassword}@db.example.com`]),
        failsWith(2, ['config', 'show', '--host', dsn]),
        failsWith(2, ['config', 'show', '--host', `DSN_USER:${dsnPassword}@db.example.com`]),
        failsWith(2, ['config', 'show', '--endpoint-url', `db:${dsnPassword}@aws.example.com`]),
        ...listForeignDsns(wrongPassword).flatMap((foreign) =>
          quotedSettings.map((variable) => failsWith(2, ['config', 'show'], { [variable]: foreign })),
        ),
      ],
    },
    'profile add': {
      works: [
        worksOnce(
          'profile',
          'add',
          'mine',
          '--pass',
          wrongPassword,
          '--host',
          'localhost',
          '--user',
          'ann',
          ...profile,
        ),
        worksOnce('profile', 'add', 'dsn', '--dsn', dsn, ...profile),
        worksOnce('profile', 'add', 'token', '--access-token', token, '--host', 'localhost', ...profile),
        {
          ...worksOnce('profile', 'add', 'piped', '--password-stdin', '--user', 'ann', ...profile),
          piped: wrongPassword,
        },
      ],
      fails: [
        failsWith(2, ['profile', 'add', 'mine', '--pass', wrongPassword, ...profile]),
        failsWith(2, ['profile', 'add', 'other', '--pass', wrongPassword, '--access-token', token, ...profile]),
        failsWith(2, ['profile', 'add', 'other', '--pass', wrongPassword, '--config', inFile('broken.toml')]),
        failsWith(5, ['profile', 'add', 'other', '--pass', wrongPassword, '--config', '/proc/sme/config.toml']),
      ],
    },
    'profile list': {
      works: [works('profile', 'list', ...profile)],
      fails: [failsWith(2, ['profile', 'list', '--config', inFile('broken.toml')])],
    },
    'profile show': {
      works: ['mine', 'dsn', 'token', 'piped'].map((name) => works('profile', 'show', name, ...profile)),
      fails: [
        failsWith(7, ['profile', 'show', 'mien', ...profile]),
        failsWith(2, ['profile', 'show', 'mine', '--config', inFile('broken.toml')]),
      ],
    },
    'profile remove': {
      works: [worksOnce('profile', 'remove', 'piped', '--yes', ...profile)],
      fails: [failsWith(2, ['profile', 'remove', 'mine', ...profile])],
    },
    completion: {
      works: ['bash', 'zsh', 'fish'].map((shell) => works('completion', shell)),
      fails: [failsWith(2, ['completion', 'bsh'])],
    },
    train: {
      works: [
        works(...training(job), '--dry-run'),
        worksOnce(...training(job), '--wait', '--interval', '100ms'),
        worksOnce('train', '--file', inFile('training.json'), '--yes'),
      ],
      fails: [
        failsWith(
          2,
          training(job).filter((word) => word !== '--yes'),
        ),
        failsWith(2, ['train', '--file', inFile('broken.json'), '--yes']),
        failsWith(7, ['train', 'SALES.CUSTOMERS', '--target', 'CHRUN', '--job-name', 'x', '--yes']),
        failsWith(1, [...training('x'), '--bucket', 'no-such-bucket']),
        failsWith(1, training(job)),
        failsWith(7, training('x'), { EXASOL_SCHEMA: 'BARE' }),
      ],
      usesAws: [failsWith(4, training('x'))],
    },
    watch: {
      works: [works('watch', job)],
      fails: [
        failsWith(7, ['watch', 'nothing']),
        failsWith(7, ['watch', job], { EXASOL_SCHEMA: 'BARE' }),
        worksOnce(...startTraining('long')),
        {
          ...failsWith(130, ['watch', 'long', '--interval', '1h']),
          until: 'LIST_SAGEMAKER_AUTOPILOT_CANDIDATES',
          isOnce: true,
        },
      ],
      usesAws: [failsWith(4, ['watch', job])],
    },
    jobs: {
      works: [works('jobs')],
      fails: [failsWith(7, ['jobs'], { EXASOL_SCHEMA: 'BARE' })],
      usesAws: [works('jobs')],
    },
    candidates: {
      works: [works('candidates', job)],
      fails: [failsWith(7, ['candidates', 'nothing'])],
      usesAws: [failsWith(4, ['candidates', job])],
    },
    report: {
      works: [worksOnce('report', job, '--output', inFile('report.html')), works('report', job, '--output', '-')],
      fails: [failsWith(7, ['report', 'nothing']), failsWith(1, ['report', job, '--output', '/proc/sme/x.html'])],
      usesAws: [failsWith(4, ['report', job])],
    },
    'endpoint create': {
      works: [works(...serving('churn'), '--dry-run'), worksOnce(...serving('churn'), '--wait', '--interval', '100ms')],
      fails: [
        failsWith(
          2,
          serving('x').filter((word) => word !== '--yes'),
        ),
        failsWith(7, ['endpoint', 'create', 'nothing', '--instance-type', 'ml.m5.large', '--yes']),
        failsWith(2, ['endpoint', 'create', job, '--name', 'x', '--instance-type', 'ml.none', '--yes']),
      ],
      usesAws: [failsWith(4, serving('x'))],
    },
    'endpoint list': {
      works: [works('endpoint', 'list')],
      fails: [
        failsWith(7, ['endpoint', 'list'], { EXASOL_SCHEMA: 'BARE' }),
        // the table is shown with a warning
        failsWith(5, ['endpoint', 'list'], { AWS_SECRET_ACCESS_KEY: awsSecret }),
        failsWith(5, ['endpoint', 'list'], { AWS_ACCESS_KEY_ID: 'AKIANONE', AWS_SESSION_TOKEN: sessionToken }),
      ],
    },
    'endpoint delete': {
      works: [
        worksOnce(...serving('spare'), '--wait', '--interval', '100ms'),
        works('endpoint', 'delete', 'spare', '--dry-run'),
        worksOnce('endpoint', 'delete', 'spare', '--yes'),
      ],
      fails: [failsWith(2, ['endpoint', 'delete', 'churn']), failsWith(7, ['endpoint', 'delete', 'churm', '--yes'])],
      usesAws: [failsWith(4, ['endpoint', 'delete', 'churn', '--yes'])],
    },
    predict: {
      works: [
        works('predict', 'churn', 'SALES.CUSTOMERS', '--limit', '2'),
        works('predict', 'churn', 'SALES.CUSTOMERS', '--limit', '2', '--output', 'csv'),
      ],
      fails: [
        failsWith(7, ['predict', 'nothing', 'SALES.CUSTOMERS']),
        failsWith(7, ['predict', 'churn', 'SALES.NOTHING']),
        failsWith(1, ['predict', 'churn', '--sql', 'SELECT 1 AS X']),
      ],
      usesAws: [failsWith(1, ['predict', 'churn', 'SALES.CUSTOMERS', '--limit', '2'])],
    },
    doctor: {
      works: [worksOnce('doctor')],
      fails: [
        failsWith(3, ['doctor', '--only', 'identity', '--connection', 'WRONG'], { AWS_SESSION_TOKEN: sessionToken }),
        failsWith(2, ['doctor', '--only', 'databse']),
      ],
      usesAws: [failsWith(3, ['doctor', '--only', 'identity,bucket,leftovers'])],
    },
    cleanup: {
      works: [works('cleanup', '--dry-run'), works('gc', '--yes')],
      fails: [
        failsWith(7, ['cleanup'], { EXASOL_SCHEMA: 'BARE' }),
        failsWith(2, ['cleanup', '--only', 'dtaa']),
        failsWith(1, ['cleanup'], { AWS_SECRET_ACCESS_KEY: awsSecret }),
        failsWith(1, ['cleanup'], { AWS_ACCESS_KEY_ID: 'AKIANONE', AWS_SESSION_TOKEN: sessionToken }),
      ],
    },
    stop: {
      works: [works('stop', 'long', '--yes')],
      fails: [failsWith(2, ['stop', job]), failsWith(7, ['stop', 'nothing', '--yes'])],
      usesAws: [failsWith(4, ['stop', job, '--yes'])],
    },
    sandbox: {
      works: [
        { ...works('sandbox'), until: 'AKIASANDBOX' },
        { ...works('sandbox', '--output', 'env'), until: 'AKIASANDBOX' },
      ],
      fails: [
        failsWith(2, ['sandbox', '--port', 'x']),
        failsWith(2, ['sandbox', '--aws-endpoint', `a:${awsSecret}@b`]),
      ],
    },
    demo: {
      // to its end it is run in test/e2e/demo.test.ts
      works: [],
      fails: [
        { ...failsWith(130, ['demo']), until: 'CREATE OR REPLACE CONNECTION' },
        failsWith(2, ['demo', '--csv', inFile('broken.json')]),
      ],
    },
    undeploy: {
      works: [works('undeploy', '--dry-run')],
      fails: [failsWith(2, ['undeploy', '--drop-metadata'])],
    },
  };
}
