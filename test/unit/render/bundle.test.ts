import { describe, expect, test } from 'vitest';
import { bundleLua } from '../../../src/render/lua-bundle.js';
import { buildPythonBody } from '../../../src/render/python-body.js';
import { runBody } from '../../lua/run-lua.js';

describe('a Lua bundle', () => {
  test('contains each module once, before the modules that require it', () => {
    const bundle = bundleLua({ path: 'x.lua', text: "require('sme.udf')\nrequire('sme.errors')\n" }, {});
    const order = [...bundle.matchAll(/package\.preload\['([^']+)'\]/g)].map(([, name]) => name);
    expect(order).toEqual(['sme.error_messages', 'sme.text', 'sme.errors', 'sme.sql', 'sme.udf']);
  });

  test('contains only the error messages that it raises', () => {
    const bundle = bundleLua({ path: 'x.lua', text: "require('sme.errors').raise('E-SME-65.not_binary', {})" }, {});
    expect(bundle.match(/^ +\['[EF]-SME-[^']+/gm)?.map((line) => line.trim())).toEqual([
      "['E-SME-50",
      "['E-SME-65.not_binary",
    ]);
  });

  test('unloads modules of another version', () => {
    const bundle = bundleLua({ path: 'x.lua', text: "require('sme.sql')" }, {});
    expect(bundle).toContain("package.loaded['sme.sql'] = nil");
  });

  test('uses its own searcher before those that read files, which throw since Exasol 8.34', async () => {
    const fileSearcher = `table.insert(_G.package.searchers, 1, function(name)
    if name:find('^sme') then error('file access is not allowed') end
end)`;
    const bundle = bundleLua(
      { path: 'x.lua', text: `local sql = require('sme.sql')\nexit({ { sql.literal("it's") } }, 'T VARCHAR(9)')` },
      {},
    );
    const { error, rows } = await runBody(`${fileSearcher}\n${bundle}`, []);
    expect(error).toBeUndefined();
    expect(rows).toEqual([["'it''s'"]]);
  });

  test('refuses a library that Exasol may not have', () => {
    expect(() => bundleLua({ path: 'x.lua', text: "require 'socket'" }, {})).toThrow(
      "templates/x.lua: 'socket' is neither a module",
    );
  });
});

describe('a Python body', () => {
  test('contains the modules before the caller, and does not import them', () => {
    const body = buildPythonBody('job_status.py', {});
    expect(body).not.toMatch(/^\s*(from|import) sme/m);
    const order = [
      'def describe_failure',
      'def describe_job',
      'def read_credentials',
      'def read_job_status',
      'def run(ctx)',
    ];
    expect(order.map((text) => body.split(text).length - 1)).toEqual([1, 1, 1, 1, 1]);
    expect(order.map((text) => body.indexOf(text))).toEqual(
      order.map((text) => body.indexOf(text)).toSorted((a, b) => a - b),
    );
  });

  test('imports boto3 only within functions, so that a container without it can report that', () => {
    expect(buildPythonBody('runtime_info.py', {})).not.toMatch(/^(import|from) (boto3|botocore)/m);
    expect(buildPythonBody('training_start.py', {})).not.toMatch(/^(import|from) (boto3|botocore)/m);
  });
});
