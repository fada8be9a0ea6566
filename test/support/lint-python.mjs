// Ruff as WebAssembly, so that linting Python needs nothing but `npm ci`. `--write` formats in place.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '@astral-sh/ruff-wasm-nodejs';

// UDF bodies must run on Python 3.7 (the containers of Exasol 7.1); `%env` and the like never appear in these files.
const workspace = new Workspace({
  'line-length': 120,
  'target-version': 'py37',
  lint: { select: ['E', 'F', 'W', 'B', 'I'] },
});

const write = process.argv.includes('--write');
const findings = ['templates', 'test', 'src']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.py'))
  .flatMap((path) => {
    const source = readFileSync(path, 'utf8');
    const formatted = workspace.format(source);
    if (write) writeFileSync(path, formatted);
    const format =
      formatted === source || write ? [] : [`${path}: not formatted (node test/support/lint-python.mjs --write)`];
    const lint = workspace
      .check(write ? formatted : source)
      .map(({ code, message, start_location: at }) => `${path}:${at.row}:${at.column} ${code} ${message}`);
    return [...format, ...lint];
  });

if (findings.length > 0) console.log(findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;
