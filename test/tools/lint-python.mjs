// Lints Python with ruff as WebAssembly, which `npm ci` installs. `--write` sorts imports and formats in place.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '@astral-sh/ruff-wasm-nodejs';

// UDF bodies must run on Python 3.6 (Exasol 7.1). Ruff supports 3.7 and later, so test_python_36.py checks the rest.
const workspace = new Workspace({
  'line-length': 120,
  'target-version': 'py37',
  lint: { select: ['E', 'F', 'W', 'B', 'I'] },
});

/** The source with ruff's own fix of an unsorted import block. */
function sortImports(source) {
  const edit = workspace.check(source).find(({ code }) => code === 'I001')?.fix?.edits[0];
  if (edit === undefined) return source;
  const lines = source.split('\n');
  const before = lines.slice(0, edit.location.row - 1);
  return [...before, edit.content.trimEnd(), ...lines.slice(edit.end_location.row - 1)].join('\n');
}

const write = process.argv.includes('--write');
const findings = ['templates', 'test', 'src']
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.py'))
  .flatMap((path) => {
    const source = readFileSync(path, 'utf8');
    const formatted = workspace.format(write ? sortImports(source) : source);
    if (write) writeFileSync(path, formatted);
    const format =
      formatted === source || write ? [] : [`${path}: not formatted (node test/tools/lint-python.mjs --write)`];
    const lint = workspace
      .check(write ? formatted : source)
      .map(({ code, message, start_location: at }) => `${path}:${at.row}:${at.column} ${code} ${message}`);
    return [...format, ...lint];
  });

if (findings.length > 0) console.log(findings.join('\n'));
process.exitCode = findings.length === 0 ? 0 : 1;
