import { describe, expect, it } from 'vitest';
import { readSandboxFlags } from '../../../src/cli/sandbox-options.js';
import { formatAccess, formatAccessAsJson, formatAccessAsVariables } from '../../../src/terminal/sandbox-access.js';

describe('readSandboxFlags', () => {
  it('leaves out what was not given', () => {
    expect(readSandboxFlags({ language: [] })).toEqual({ languages: new Map(), format: 'text' });
  });

  it('reads what was given', () => {
    const flags = {
      port: '0',
      awsPort: '65535',
      nodes: '4',
      data: 'd',
      awsEndpoint: 'http://localhost:1',
      output: 'env',
    };
    expect(readSandboxFlags({ ...flags, language: ['py=/usr/bin/python3', 'B=a=b'] })).toEqual({
      port: 0,
      awsPort: 65_535,
      nodes: 4,
      dataDir: 'd',
      awsEndpointUrl: 'http://localhost:1',
      languages: new Map([
        ['PY', '/usr/bin/python3'],
        ['B', 'a=b'],
      ]),
      format: 'env',
    });
  });

  it('lists all that is wrong, with the value', () => {
    const flags = {
      port: '65536',
      awsPort: 'x',
      nodes: '0',
      awsEndpoint: 'ftp://x',
      output: 'yaml',
      language: ['A=/b', 'PYTHON3'],
    };
    expect(() => readSandboxFlags(flags)).toThrow(
      expect.objectContaining({
        code: 'E-SME-120',
        exitCode: 2,
        message: expect.stringMatching(
          /--port '65536'.*--aws-port 'x'.*--nodes '0'.*--aws-endpoint 'ftp:\/\/x'.*--language 'PYTHON3'.*-o 'yaml'/s,
        ),
      }),
    );
  });
});

describe('what is printed', () => {
  const access = {
    exasol: { host: '127.0.0.1', port: 8563, user: 'sys', password: "it's", fingerprint: 'AB' },
    aws: {
      endpointUrl: 'http://127.0.0.1:9000',
      region: 'eu-central-1',
      accessKeyId: 'AK',
      secretAccessKey: 'SK',
      bucket: 'b',
      roleArn: 'arn:aws:iam::1:role/r',
    },
  };

  it('is one line of JSON with everything a client needs', () => {
    const line = formatAccessAsJson(access);
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject(access);
  });

  it('is lines that a shell reads', () => {
    const lines = formatAccessAsVariables(access).split('\n');
    expect(lines).toContain("export EXASOL_PASSWORD='it'\\''s'");
    expect(lines).toContain("export AWS_ENDPOINT_URL='http://127.0.0.1:9000'");
  });

  it('tells people whether data are kept', () => {
    expect(formatAccess(access, undefined)).toContain('--data');
    expect(formatAccess(access, '/d')).toContain('kept in /d');
  });
});
