import { describe, expect, it } from 'vitest';
import { readSandboxFlags } from '../../../src/cli/sandbox-options.js';

describe('readSandboxFlags', () => {
  it('omits options that are not given', () => {
    expect(readSandboxFlags({ language: [] })).toEqual({ isEmpty: false, languages: new Map(), format: 'text' });
  });

  it('reads all options', () => {
    const flags = {
      port: '0',
      awsPort: '65535',
      nodes: '4',
      data: 'd',
      awsEndpoint: 'http://localhost:1',
      output: 'env',
      name: 'a-1',
      empty: true,
    };
    expect(readSandboxFlags({ ...flags, language: ['py=/usr/bin/python3', 'B=a=b'] })).toEqual({
      name: 'a-1',
      isEmpty: true,
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

  it('lists every invalid option with its value', () => {
    const flags = {
      name: 'A b',
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
          /--name 'A b' is not a name.*--port '65536'.*--aws-port 'x'.*--nodes '0'.*--aws-endpoint 'ftp:\/\/x'.*--language 'PYTHON3'.*-o 'yaml'/s,
        ),
      }),
    );
  });
});
