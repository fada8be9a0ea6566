import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/config/load.js';
import { registerSandbox } from '../../../src/config/sandbox-registry.js';
import { settingNames, settingRows } from '../../../src/config/settings-table.js';
import {
  formatAccess,
  formatAccessAsJson,
  formatAccessAsVariables,
  toSandboxSettings,
} from '../../../src/terminal/sandbox-access.js';

import { checkDocuments } from '../../support/check-documents.js';

const access = {
  exasol: { host: '127.0.0.1', port: 8563, user: 'sys', password: 'exasol', fingerprint: 'AB'.repeat(32) },
  aws: {
    endpointUrl: 'http://127.0.0.1:9000',
    region: 'eu-central-1',
    accessKeyId: 'SANDBOXKEY',
    secretAccessKey: 'SK',
    bucket: 'sandbox-bucket',
    roleArn: 'arn:aws:iam::123456789012:role/r',
  },
};
const content = { schema: 'SME', connectionName: 'AWS_SAGEMAKER' };
const sandbox = { ...access, name: 'default', content, dataFolder: undefined };

test('--json prints one line with the access data', () => {
  const line = formatAccessAsJson(sandbox, []);
  checkDocuments(line);
  expect(line.trimEnd()).not.toContain('\n');
  expect(JSON.parse(line)).toMatchObject(access);
});

test('the text says whether data is kept', () => {
  expect(formatAccess(sandbox, '--sandbox')).toContain('--data');
  expect(formatAccess({ ...sandbox, dataFolder: '/d' }, '--sandbox')).toContain('kept in /d');
});

test('the text and the JSON document name the proxy and its CA file', () => {
  const awsProxy = { url: 'http://127.0.0.1:9000', caFile: '/tmp/ca.pem' };
  expect(formatAccess(sandbox, '--sandbox')).not.toContain('Proxy');
  expect(formatAccess({ ...sandbox, awsProxy }, '--sandbox')).toMatch(
    /\nProxy {3}http:\/\/127\.0\.0\.1:9000 .*\n +CA file \/tmp\/ca\.pem\n/,
  );
  const line = formatAccessAsJson({ ...sandbox, awsProxy }, []);
  checkDocuments(line);
  expect(JSON.parse(line)).toMatchObject({
    aws: { proxy: awsProxy },
    data: { aws: { proxy: { ca_file: '/tmp/ca.pem' } } },
  });
});

test('the text ends with the next commands, which choose this sandbox', () => {
  expect(formatAccess(sandbox, '--sandbox')).toMatch(
    /\n {2}sme sandbox load FILE.csv SANDBOX.MY_TABLE\n {2}sme train SANDBOX.MY_TABLE --target COLUMN --sandbox\n$/,
  );
  expect(formatAccess({ ...sandbox, name: 'b' }, '--sandbox-name b')).toMatch(
    /MY_TABLE --name b\n.*--sandbox-name b\n$/,
  );
  expect(formatAccess({ ...sandbox, content: undefined }, '--sandbox')).toContain('sme deploy --sandbox --schema SME');
});

test('--format env quotes values for a shell', () => {
  const exasol = { ...access.exasol, password: "it's" };
  const lines = formatAccessAsVariables({ ...access, exasol }).split('\n');
  expect(lines).toContain("export EXASOL_PASSWORD='it'\\''s'");
  expect(lines).toContain("export AWS_ENDPOINT_URL='http://127.0.0.1:9000'");
});

test('-o env prints a variable for every setting that --sandbox provides', () => {
  const settings = toSandboxSettings(access, content);
  const variables = formatAccessAsVariables(access, content);
  for (const name of settingNames) {
    const value = settings[name];
    if (value !== undefined) {
      expect(variables).toContain(`export ${settingRows[name].variables?.[0]}='${value}'\n`);
    }
  }
});

test('--sandbox provides all settings for connecting to Exasol and calling AWS', async () => {
  const home = await mkdtemp(join(tmpdir(), 'sme-sandbox-'));
  try {
    const env = { HOME: home, AWS_PROFILE: 'work', AWS_ENDPOINT_URL: 'http://other' };
    await registerSandbox(env, toSandboxSettings(access));
    const stdin = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
    const io = { env, cwd: home, stdin, stderr: { write() {} }, interactive: false, warn() {} };
    const settings = await loadSettings(
      { from: { sandbox: true } },
      ['connection', 'aws', 'bucket', 'roleArn'],
      io,
      'doctor',
    );
    expect(settings).toMatchObject({
      connection: { host: '127.0.0.1', certificate: { kind: 'pin' }, credentials: { user: 'sys' } },
      aws: { region: 'eu-central-1', endpointUrl: 'http://127.0.0.1:9000', credentials: { accessKeyId: 'SANDBOXKEY' } },
      bucket: 'sandbox-bucket',
      roleArn: access.aws.roleArn,
    });
    expect(settings.aws.profile).toBeUndefined();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
