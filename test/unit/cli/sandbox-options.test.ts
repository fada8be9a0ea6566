import { describe, expect, it } from 'vitest';
import { readSandboxFlags } from '../../../src/cli/sandbox-options.js';

const table = { color: { values: ['red', 'blue'] }, size: { values: ['s', 'm'] } };

describe('readSandboxFlags', () => {
  it('omits options that are not given', () => {
    expect(readSandboxFlags({ language: [] }, table)).toEqual({
      isEmpty: false,
      languages: new Map(),
      behaviours: {},
      format: 'text',
    });
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
    const lists = { language: ['py=/usr/bin/python3', 'B=a=b'], behaviour: ['size=m', 'color=red'] };
    expect(readSandboxFlags({ ...flags, ...lists }, table)).toEqual({
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
      behaviours: { size: 'm', color: 'red' },
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
      behaviour: ['size=s', 'color=green', 'shape=round'],
    };
    expect(() => readSandboxFlags(flags, table)).toThrow(
      expect.objectContaining({
        code: 'E-SME-120',
        exitCode: 2,
        message: expect.stringMatching(
          /--name 'A b' is not a name.*--port '65536'.*--aws-port 'x'.*--nodes '0'.*--aws-endpoint 'ftp:\/\/x'.*--language 'PYTHON3'.*-o 'yaml'.*--behaviour 'color=green' is not a behaviour: use color=red or color=blue\n- --behaviour 'shape=round' .* use one of color=red, color=blue, size=s, size=m$/s,
        ),
      }),
    );
  });
});
