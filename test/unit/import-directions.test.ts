import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom. A room is a folder under src, or a file at its top; `commands/sandbox` and `commands/demo` are rooms of their
 * own, because they alone know both the product and the sandbox.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  cli: [
    'config',
    'errors',
    'exasol',
    'jobs',
    'logger',
    'package-folder',
    'program',
    'scripts',
    'terminal',
    'text',
    'version',
  ],
  program: ['cli', 'commands', 'commands/demo', 'commands/sandbox', 'errors', 'logger', 'terminal', 'text', 'version'],
  index: ['scripts', 'render', 'deploy', 'exasol', 'config', 'errors'],
  version: ['package-folder'],
  'package-folder': [],
  logger: ['errors'],
  errors: [],
  documents: ['scripts'],
  commands: [
    'aws',
    'cli',
    'completion',
    'config',
    'connection',
    'deploy',
    'doctor',
    'documents',
    'errors',
    'exasol',
    'cleanup',
    'jobs',
    'logger',
    'render',
    'report',
    'scripts',
    'tables',
    'terminal',
    'text',
    'version',
  ],
  'commands/sandbox': [
    'aws',
    'secret',
    'cli',
    'commands',
    'config',
    'csv',
    'deploy',
    'errors',
    'exasol',
    'jobs',
    'logger',
    'sandbox',
    'scripts',
    'tables',
    'terminal',
    'text',
    'version',
  ],
  'commands/demo': [
    'aws',
    'secret',
    'cli',
    'csv',
    'commands',
    'commands/sandbox',
    'config',
    'deploy',
    'documents',
    'errors',
    'exasol',
    'jobs',
    'logger',
    'render',
    'sandbox',
    'scripts',
    'tables',
    'terminal',
    'text',
    'version',
  ],
  completion: ['config', 'exasol', 'scripts'],
  terminal: ['config', 'documents', 'errors', 'exasol', 'jobs', 'logger', 'scripts', 'text'],
  secret: [],
  config: ['errors', 'exasol', 'scripts', 'secret', 'text'],
  scripts: [],
  render: ['scripts', 'errors', 'exasol', 'package-folder', 'text', 'version'],
  deploy: ['scripts', 'render', 'exasol', 'aws', 'errors', 'logger', 'text', 'version'],
  connection: ['aws', 'config', 'deploy', 'errors', 'exasol', 'scripts', 'secret', 'text'],
  doctor: ['aws', 'config', 'connection', 'deploy', 'errors', 'exasol', 'logger', 'scripts', 'tables', 'text'],
  exasol: ['errors', 'logger', 'scripts', 'secret', 'text', 'version'],
  aws: ['config', 'errors', 'logger', 'scripts', 'secret'],
  tables: ['errors', 'exasol', 'scripts', 'text'],
  jobs: ['config', 'documents', 'errors', 'exasol', 'logger', 'scripts', 'tables', 'text'],
  cleanup: ['aws', 'config', 'connection', 'errors', 'exasol', 'jobs', 'logger', 'scripts', 'tables', 'text'],
  report: ['errors', 'exasol', 'jobs', 'scripts', 'tables', 'text'],
  text: [],
  csv: ['errors', 'text'],
  sandbox: [],
};

/** The rooms inside the sandbox, from bottom to top: `sql` knows the catalog, and only `session` knows `sql`. */
const allowedInSandbox: Readonly<Record<string, readonly string[]>> = {
  types: [],
  behaviours: [],
  clock: [],
  's3-host': [],
  log: [],
  teardown: [],
  engines: [],
  'find-python': [],
  'script-statements': ['types'],
  services: ['behaviours', 'log', 'script-statements', 'types'],
  options: ['aws', 'behaviours', 'clock', 'log', 'script-statements', 'types'],
  'find-languages': ['find-python', 'log', 'options'],
  tokens: ['types'],
  duckdb: ['types'],
  catalog: ['duckdb', 'tokens', 'types'],
  s3: ['s3-host', 'types'],
  lua: ['behaviours', 'catalog', 'tokens', 'types'],
  udf: ['catalog', 'lua', 'types'],
  sql: ['behaviours', 'catalog', 'duckdb', 'lua', 's3', 'services', 'tokens', 'types', 'udf'],
  session: ['catalog', 'duckdb', 'services', 'sql', 'tokens', 'types'],
  exasol: ['behaviours', 'log', 'tokens', 'types'],
  automl: [],
  aws: ['automl', 'behaviours', 'clock', 'log', 's3-host'],
  index: [
    'aws',
    'behaviours',
    'clock',
    'engines',
    'exasol',
    'find-languages',
    'log',
    'lua',
    'options',
    'script-statements',
    'services',
    'session',
    'teardown',
  ],
};

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));

/** `src/commands/demo/tour.ts` → `commands/demo`; `src/errors/error-table.ts` → `errors`; `src/cli.ts` → `cli`. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path
    .replace(/^src\//, '')
    .replace(/\.(ts|js)$/, '')
    .split('/');
  return first === 'commands' && (second === 'sandbox' || second === 'demo') ? `commands/${second}` : first;
}

const importPattern = /(?:from\s+|import\s+|import\()\s*'(\.[^']+)'/g;

const imports = files('src').flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(importPattern)].map(([statement, target = '']) => ({
    path,
    lazily: statement.startsWith('import('),
    from: roomOf(path),
    to: roomOf(posix.join(posix.dirname(path), target)),
  })),
);

/** `src/sandbox/sql/bind.ts` → `sql`; `src/sandbox/clock.ts` → `clock`; undefined outside the sandbox. */
function sandboxRoomOf(path: string): string | undefined {
  return /^src\/sandbox\/([^/.]+)/.exec(path)?.[1];
}

const sandboxImports = files('src/sandbox').flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(importPattern)].map(([, target = '']) => ({
    path,
    from: sandboxRoomOf(path) ?? '',
    to: sandboxRoomOf(posix.join(posix.dirname(path), target)) ?? '',
  })),
);

test('rooms of the sandbox import only from the rooms that they may know', () => {
  const wrong = sandboxImports
    .filter(({ from, to }) => from !== to && !allowedInSandbox[from]?.includes(to))
    .map(({ path, from, to }) => `${path}: '${from}' may not import '${to}'`);
  expect(wrong).toEqual([]);
});

describe('rooms of src', () => {
  test('import only from the rooms that they may know', () => {
    const wrong = imports
      .filter(({ from, to }) => from !== to && !allowed[from]?.includes(to))
      .map(({ path, from, to }) => `${path}: '${from}' may not import '${to}'`);
    expect(wrong).toEqual([]);
  });

  test('load the sandbox only inside of a command', () => {
    const eager = imports
      .filter(({ from, to, lazily }) => from !== 'sandbox' && to === 'sandbox' && !lazily)
      .filter(({ path }) => !isTypeOnly(path))
      .map(({ path }) => path);
    expect(eager).toEqual([]);
  });

  test('load packages and rooms that do heavy work only inside of a command', () => {
    const loaded = listLoadedAtStart('src/program.ts');
    expect(loaded.filter((target) => !target.startsWith('src/') && !target.startsWith('node:'))).toEqual(['commander']);
    const rooms = new Set(loaded.filter((target) => target.startsWith('src/')).map(roomOf));
    expect(['aws', 'deploy', 'doctor', 'sandbox'].filter((room) => rooms.has(room))).toEqual([]);
  });

  test('print the version without the command line parser', () => {
    const loaded = listLoadedAtStart('src/cli.ts').filter((target) => !target.startsWith('node:'));
    expect(loaded).toEqual(['src/version.ts', 'src/package-folder.ts']);
  });
});

/** Files and packages that a file loads at once, directly or through others. */
function listLoadedAtStart(path: string, seen: Set<string> = new Set()): readonly string[] {
  const statements = readFileSync(path, 'utf8').matchAll(
    /^(?:import|export)\s+(?!type\b)(?:([^;'=()]*?)\sfrom\s+)?'([^']+)';/gm,
  );
  for (const [, names = '', target = ''] of statements) {
    const isTypeOnly = /^\{(\s*type\s+[\w\s]+,?)+\s*\}/.test(names);
    const found = target.startsWith('.') ? posix.join(posix.dirname(path), target).replace(/\.js$/, '.ts') : target;
    if (!isTypeOnly && !seen.has(found)) {
      seen.add(found);
      if (found.startsWith('src/')) {
        listLoadedAtStart(found, seen);
      }
    }
  }
  return [...seen];
}

/** Returns whether all imports of the file from other rooms are `import type`, which the compiler removes. */
function isTypeOnly(path: string): boolean {
  const statements = [
    ...readFileSync(path, 'utf8').matchAll(/^import (type )?[^;]*from '(\.\.?\/[^']*sandbox[^']*)';/gms),
  ];
  return statements.length > 0 && statements.every(([, type]) => type !== undefined);
}

test('the sandbox does not name the product', () => {
  const naming = readdirSync('src/sandbox', { recursive: true, encoding: 'utf8' })
    .map((name) => join('src/sandbox', name))
    .filter((path) => /\.(ts|mjs|lua|py|md)$/.test(path))
    .filter((path) => /\bsme\b|SME_|autopilot_jobs|exasol-sagemaker-extension/i.test(readFileSync(path, 'utf8')));
  expect(naming).toEqual([]);
});

test('templates hold no path, host or key of the sandbox', () => {
  const heard = readdirSync('templates', { recursive: true, encoding: 'utf8' })
    .map((name) => join('templates', name))
    .filter((path) => /\.(lua|py|sql)$/.test(path))
    .filter((path) => /sandbox|127\.0\.0\.1|localhost/i.test(readFileSync(path, 'utf8')));
  expect(heard).toEqual([]);
});
