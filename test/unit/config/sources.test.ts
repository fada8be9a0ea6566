import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gatherSettings, loadSettings } from '../../../src/config/load.js';
import type { SettingsFlags } from '../../../src/config/resolve.js';
import { useSettingsHome } from './settings-home.js';

const home = useSettingsHome();

const dev = '[dev]\nhost = "profile"\nport = 1\nuser = "profile"\nschema = "PROFILE"\nverify_certificate = false\n';

describe('sources of settings', () => {
  test('apply in the order flag, environment, .env, profile', async () => {
    await home.writeConfig(dev);
    await home.write('.env', 'EXASOL_HOST=dotenv\nexport EXASOL_PORT="2"\nEXASOL_USER=dotenv\n');
    const settings = await home.gather({ host: [['--host', 'flag']] }, { EXASOL_HOST: 'shell', EXASOL_PORT: '3' });
    expect(settings).toEqual({
      host: ['flag', '--host'],
      port: ['3', 'EXASOL_PORT'],
      user: ['dotenv', 'EXASOL_USER in .env'],
      schema: ['PROFILE', "schema of profile 'dev'"],
      verifyCertificate: ['false', "verify_certificate of profile 'dev'"],
    });
  });

  test('also contain the AWS settings', async () => {
    await home.writeConfig(
      '[dev]\naws_region = "eu-west-1"\nbucket = "of-profile"\nrole_arn = "x"\nconnection = "C"\n',
    );
    const settings = await home.gather(
      {},
      { AWS_DEFAULT_REGION: 'us-east-1', SME_BUCKET: 'of-shell', SME_OUTPUT_PATH: 'p' },
    );
    expect(settings).toMatchObject({
      awsRegion: ['us-east-1', 'AWS_DEFAULT_REGION'],
      bucket: ['of-shell', 'SME_BUCKET'],
      connectionName: ['C', "connection of profile 'dev'"],
      outputPath: ['p', 'SME_OUTPUT_PATH'],
    });
    expect((await home.gather({}, { AWS_DEFAULT_REGION: 'us-east-1', AWS_REGION: 'eu-west-2' }))['awsRegion']).toEqual([
      'eu-west-2',
      'AWS_REGION',
    ]);
  });

  test('include the profile that .env selects', async () => {
    await home.writeConfig(`${dev}[prod]\nhost = "prod"\n`);
    await home.write('.env', 'SME_PROFILE=prod\n');
    expect(await home.gather()).toEqual({ host: ['prod', "host of profile 'prod'"] });
  });

  test('include EXAPUMP_DSN, but only as a whole and if no other source has a host', async () => {
    const env = { EXAPUMP_DSN: 'exasol://pump:secret@pump:1/S' };
    expect(await home.gather({}, env)).toMatchObject({ host: ['pump', 'EXAPUMP_DSN'], user: ['pump', 'EXAPUMP_DSN'] });
    expect(await home.gather({ host: [['--host', 'mine']] }, env)).toEqual({ host: ['mine', '--host'] });
  });
});

describe('a profile', () => {
  test('applies without --profile if it is the only one or the default one', async () => {
    await home.writeConfig(dev);
    expect((await home.gather())['host']).toEqual(['profile', "host of profile 'dev'"]);
    await home.writeConfig(`${dev}[prod]\nhost = "prod"\ndefault = true\n`);
    expect((await home.gather())['host']).toEqual(['prod', "host of profile 'prod'"]);
    await home.writeConfig(`${dev}[prod]\nhost = "prod"\n`);
    expect(await home.gather()).toEqual({});
  });

  test('has a table of security options, whose lists may be arrays', async () => {
    const head = '[dev]\nhost = "h"\n[dev.security]\n';
    await home.writeConfig(`${head}subnets = ["subnet-1", "subnet-2"]\nnetwork_isolation = true\n`);
    expect(await home.gather({ networkIsolation: [['--no-network-isolation', 'false']] })).toMatchObject({
      subnets: ['subnet-1,subnet-2', "security.subnets of profile 'dev'"],
      networkIsolation: ['false', '--no-network-isolation'],
    });
    const load = async (text: string) => {
      await home.writeConfig(head + text);
      return await loadSettings({}, ['security'], home.makeIo(), 'train').catch((thrown: Error) => thrown.message);
    };
    expect(await load('subnets = "subnet-1"\nvolume_kms_key_id = "alias/a"\n')).toEqual({
      security: { flags: {}, others: { vpc: { subnets: ['subnet-1'] }, volume_kms_key_id: 'alias/a' } },
    });
    const message = await load('subnets = ["sg-1"]\nvolume_kms_key_id = "a b"\nsubnet = "x"\n');
    expect(message).toContain("security.subnets of profile 'dev': 'sg-1' is not the ID of a subnet");
    expect(await load('security_group_ids = [5]\n')).toContain("'security.security_group_ids' of profile 'dev'");
    expect(message).toContain(
      "security.volume_kms_key_id of profile 'dev': 'a b' is not the ID or the ARN of a KMS key",
    );
    expect(message).toContain("'security.subnet' of profile 'dev' is not a setting (did you mean 'security.subnets'?)");
  });

  test('comes from the file of --config or SME_CONFIG, and is ignored with --no-config', async () => {
    const other = await home.write('other.toml', '[x]\nhost = "other"\n');
    await home.writeConfig(dev);
    expect((await home.gather({ from: { config: other } }))['host']?.[0]).toBe('other');
    expect((await home.gather({}, { SME_CONFIG: other }))['host']?.[0]).toBe('other');
    expect(await home.gather({ from: { config: false } })).toEqual({});
    expect((await home.gather({}, { XDG_CONFIG_HOME: join(home.path, 'nowhere') }))['host']).toBeUndefined();
  });

  test("can come from exapump's file, with exapump's keys", async () => {
    await home.writeConfig(dev);
    const text =
      '[pump]\nhost = "p"\nport = 8563\ncertificate_fingerprint = "AB"\nvalidate_certificate = true\ntls = true\n';
    const path = await home.write('.exapump/config.toml', `${text}bfs_host = "b"\n[dev]\nhost = "hidden"\n`);
    expect(await home.gather({ from: { profile: 'pump' } })).toEqual({
      host: ['p', "host of exapump's profile 'pump'"],
      port: ['8563', "port of exapump's profile 'pump'"],
      fingerprint: ['AB', "certificate_fingerprint of exapump's profile 'pump'"],
      verifyCertificate: ['true', "validate_certificate of exapump's profile 'pump'"],
    });
    expect((await home.gather({ from: { profile: 'dev' } }))['host']?.[0]).toBe('profile');
    const elsewhere = { HOME: '/nowhere', EXAPUMP_CONFIG: path };
    expect((await home.gather({}, { ...elsewhere, SME_PROFILE: 'pump' }))['host']?.[0]).toBe('p');
  });

  test('causes a warning with a fix if other users can read its file', async () => {
    const path = await home.writeConfig(`${dev}password = "canary"\n`, 0o644);
    await loadSettings({}, ['connection'], home.makeIo(), 'status');
    expect(home.warnings).toEqual([expect.stringContaining(`chmod 600 '${path}'`)]);
    expect(home.warnings.join()).not.toContain('canary');
  });

  test.each([
    ['[a]\ndefault = true\n[b]\ndefault = true\n', ["2 default profiles, 'a' and 'b'"]],
    ['host = "x"\n', ["'host' in", 'outside of a profile']],
    ['[a]\nhots = "x"\npasswort = "canary"\n', ["'hots' of profile 'a'", "mean 'host'", "mean 'password'"]],
    ['[a]\nport = [1]\n', ["'port' of profile 'a'", 'must be a string, a number, true or false']],
    ['[a]\npassword = canary\n', ['is not valid TOML, line 2']],
    ['[a]\ntls = false\n', ['encrypted connections only']],
  ])('is rejected without showing its values: %j', async (text, parts) => {
    await home.writeConfig(text);
    const message = await home.loadInvalid();
    for (const part of parts) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain('canary');
    expect(message).not.toContain('is missing');
  });

  test('is suggested for a similar name that does not exist', async () => {
    await home.writeConfig(`${dev}[prod]\n`);
    expect(await home.loadInvalid({ from: { profile: 'pord' } })).toContain("no profile 'pord' (did you mean 'prod'?)");
    expect(await home.loadInvalid({ from: { profile: 'x', config: false } })).toContain('contradict');
    expect(await home.loadInvalid({ from: { config: join(home.path, 'none') } })).toContain('does not exist');
  });
});

describe('a misspelled variable', () => {
  test('is reported with the correct name if a setting is missing', async () => {
    await home.write('.env', 'SME_HOST=a\nEXASOL_PASS=canary\nSME_BUKET=b\nSME_LIVE_BUCKET=c\nEXASOL_DOCKER=1\n');
    const message = await home.loadInvalid({}, { EXASOL_USR: 'me', SME_EMPTY: '' });
    expect(message).toContain("sme does not read the variable EXASOL_USR (did you mean 'EXASOL_USER'?)");
    expect(message).toContain("sme does not read the variable SME_HOST in .env (did you mean 'EXASOL_HOST'?)");
    expect(message).toContain("sme does not read the variable EXASOL_PASS in .env (did you mean 'EXASOL_PASSWORD'?)");
    expect(message).toContain("sme does not read the variable SME_BUKET in .env (did you mean 'SME_BUCKET'?)");
    expect(message).not.toMatch(/SME_LIVE_BUCKET|EXASOL_DOCKER|canary/);
  });
});

test('warns of a "#" in an unquoted value of .env, but not of one in quotes or before a comment', async () => {
  const text =
    'EXASOL_PASSWORD=can#ary\nEXASOL_USER=me # the admin\nEXASOL_HOST="d#b"\nOTHER=a#b\nexport SME_BUCKET=b#c\n';
  await home.write('.env', text);
  const { warnings } = await gatherSettings({}, home.makeIo());
  expect(warnings).toEqual([
    expect.stringMatching(/^The value of EXASOL_PASSWORD in \.env ends before its first "#"/),
    expect.stringMatching(/^The value of SME_BUCKET in \.env /),
  ]);
  expect(warnings.join()).not.toContain('can');
});

describe('an invalid DSN', () => {
  test('is the only problem reported', async () => {
    expect(await home.loadInvalid({ dsn: [['--dsn', 'a..b']] })).not.toContain('is missing');
  });
});

describe('the AWS settings', () => {
  const load = (env: Record<string, string>, flags: SettingsFlags = {}) =>
    loadSettings(flags, ['aws', 'awsDefaults'], home.makeIo(env), 'doctor');

  test('are all checked at once', async () => {
    const env = { AWS_REGION: 'nowhere', SME_BUCKET: 'A', SME_ROLE_ARN: 'role', AWS_ENDPOINT_URL: 'x' };
    await expect(load(env)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/AWS_REGION: 'nowhere'.*AWS_ENDPOINT_URL: 'x'.*SME_BUCKET: 'A'.*SME_ROLE_ARN/s),
    });
  });

  test('are optional except for the Region, and fold the name of the connection as SQL does', async () => {
    const { aws, awsDefaults } = await load({ AWS_REGION: 'eu-central-1', SME_CONNECTION: 'aws_s3' });
    expect(aws).toEqual({ region: 'eu-central-1', serviceEndpointUrls: {} });
    expect(awsDefaults).toEqual({
      region: 'eu-central-1',
      connectionName: { candidates: ['aws_s3', 'AWS_S3'], whenNew: 'AWS_S3' },
    });
  });

  test('ignore the keys if a source with a higher priority sets an AWS profile', async () => {
    const keys = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' };
    expect((await load(keys)).aws.credentials?.secretAccessKey.reveal()).toBe('s');
    const { aws } = await load(keys, { awsProfile: [['--aws-profile', 'work']] });
    expect(aws).toEqual({ region: 'eu-central-1', profile: 'work', serviceEndpointUrls: {} });
  });

  test.each([
    [{ AWS_ACCESS_KEY_ID: 'AKIA' }, /AWS_ACCESS_KEY_ID is set, but the secret access key is missing/],
    [{ AWS_SECRET_ACCESS_KEY: 'canary' }, /AWS_SECRET_ACCESS_KEY is set, but the access key ID is missing/],
    [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: 'canary' }, /the access key ID is missing/],
  ])('refuse half a credential: %o', async (keys: Record<string, string>, problem) => {
    const error = await load({ AWS_REGION: 'eu-central-1', ...keys }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'E-SME-1', exitCode: 2, message: expect.stringMatching(problem) });
    expect(JSON.stringify(error) + String(error)).not.toContain('canary');
    // a profile is chosen before the variables are read
    const profile: SettingsFlags = { awsProfile: [['--aws-profile', 'work']] };
    expect((await load({ AWS_REGION: 'eu-central-1', ...keys }, profile)).aws.profile).toBe('work');
  });

  test('refuse a key ID and a secret from different sources', async () => {
    await home.write('.env', 'AWS_SECRET_ACCESS_KEY=canary\n');
    await expect(load({ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIA' })).rejects.toMatchObject({
      message: expect.stringContaining(
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in .env are from different sources',
      ),
    });
  });

  test('use the endpoint URL of a service before the one of all services', async () => {
    const urls = { AWS_ENDPOINT_URL: 'https://all', AWS_ENDPOINT_URL_S3: 'https://s3', AWS_ENDPOINT_URL_STS: '' };
    const { aws } = await load({ AWS_REGION: 'eu-central-1', ...urls });
    expect(aws).toMatchObject({ endpointUrl: 'https://all', serviceEndpointUrls: { s3: 'https://s3' } });
    const flag: SettingsFlags = { awsEndpointUrl: [['--endpoint-url', 'https://flag']] };
    const { aws: withFlag } = await load({ AWS_REGION: 'eu-central-1', ...urls }, flag);
    expect(withFlag).toMatchObject({ endpointUrl: 'https://flag', serviceEndpointUrls: {} });
    await expect(load({ AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL_SAGEMAKER: 'x' })).rejects.toMatchObject({
      code: 'E-SME-1',
      message: expect.stringContaining("AWS_ENDPOINT_URL_SAGEMAKER: 'x'"),
    });
  });
});
