import { join } from 'node:path';
import { type CommandCase, failsWith, type Surroundings, works, worksOnce } from './command-case.js';
import { listForeignDsns, quotedSettings } from './foreign-dsns.js';

/** Commands for deployment, connections, settings and profiles. */
export function listSetupCases({ folder, secrets, address }: Surroundings): Readonly<Record<string, CommandCase>> {
  const { awsSecret, dsnPassword, sessionToken, token, wrongPassword } = secrets;
  const profile = ['--config', join(folder, 'profiles.toml')];
  const inFile = (name: string) => join(folder, name);
  const dsn = `exasol://DSN_USER:${encodeURIComponent(dsnPassword)}@${address}/SME`;
  const proxy = ['--udf-env', `HTTPS_PROXY=http://u:${encodeURIComponent(wrongPassword)}@proxy.example.com:1`];
  return {
    deploy: {
      works: [works('deploy', '--dry-run', '--create-schema', ...proxy), works('deploy', '--create-schema')],
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
        failsWith(2, ['connection', 'create', 'NEW', '--yes'], { AWS_ACCESS_KEY_ID: '' }),
        failsWith(4, ['connection', 'create', 'NEW', '--yes', '--dsn', dsn]),
        failsWith(4, ['connection', 'create', 'NEW', '--yes', '--aws-profile', 'broken'], { AWS_ACCESS_KEY_ID: '' }),
      ],
    },
    'connection refresh': {
      works: [works('connection', 'refresh', 'AWS')],
      fails: [
        failsWith(7, ['connection', 'refresh', 'AVS']),
        failsWith(4, ['connection', 'refresh', 'AWS', '--aws-profile', 'broken'], { AWS_ACCESS_KEY_ID: '' }),
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
      works: ['bash', 'zsh', 'fish', 'powershell'].map((shell) => works('completion', shell)),
      fails: [failsWith(2, ['completion', 'bsh'])],
    },
    __complete: {
      works: [
        { ...works('__complete'), piped: `watch\0--pass\0${wrongPassword}\0\0` },
        { ...works('__complete'), piped: `status\0--dsn\0${dsn}\0--connection\0\0` },
      ],
      fails: [],
    },
  };
}
