// Prepares a fresh clone for `npm run demo`, `npm test` and others: installs npm packages, finds or installs a python3 with boto3, and builds.
// Skips whatever is up to date, then runs the given command. Imports only modules of Node, because npm packages may not be installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
// The newest line of boto3 that still runs on Python 3.9.
const boto3 = 'boto3==1.42.97';

/** Prints one sentence and exits. */
function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** The running child, which receives the signals: a step of the preparation, then the command. */
let child;
let signalled;
let signalledAt = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    signalled = signal;
    // On a terminal, the child receives Ctrl-C directly. Otherwise npm may send a signal twice, but the child must get it once.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    if (Date.now() - signalledAt > 300) child?.kill(signal);
    signalledAt = Date.now();
  });
}

/** Runs a child. @returns its exit code, or 128 plus the number of its signal, as in a shell */
function run(command, args, options) {
  return new Promise((resolve) => {
    child = spawn(command, args, options);
    child.on('error', (error) => resolve({ code: 127, error }));
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal] }));
  });
}

/** Runs a step of the preparation. Its output goes to stderr, because stdout belongs to the command. */
async function runStep(title, command, args) {
  process.stderr.write(`${title} ...\n`);
  const { code, error } = await run(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (signalled) process.exit(128 + constants.signals[signalled]);
  if (error) giveUp(`${title}: cannot start '${command}' (${error.message}).`);
  if (code !== 0) giveUp(`${title}: failed. See its output above.`);
}

function runNpm(title, args) {
  const npm = process.env.npm_execpath;
  return npm ? runStep(title, process.execPath, [npm, ...args]) : runStep(title, 'npm', args);
}

const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const hashLock = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
const installedStamp = join(root, 'node_modules', '.bootstrap');

/** Whether node_modules matches package-lock.json. Compares contents, not times, because a checkout touches every file. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === hashLock()) return true;
  // Somebody ran npm themselves: compare versions. Optional packages may be for other platforms.
  const installed = readJson('node_modules', '.package-lock.json').packages;
  const wanted = readJson('package-lock.json').packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    if (!found) return path === '' || entry.peer || entry.optional;
    return found.version === entry.version;
  });
}

async function install() {
  await runNpm('Installing npm packages', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installedStamp, hashLock());
}

/** The path of an interpreter that can import boto3, or undefined. */
function findPython(command) {
  const probe = 'import sys, boto3; print(sys.executable)';
  const { status, stdout } = spawnSync(command, ['-c', probe], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The interpreter to use: one that has boto3, or else a virtual environment in .venv. */
async function preparePython() {
  const given = [process.env.SANDBOX_PYTHON, process.env.PYTHON].filter(Boolean);
  const inVenv = join(root, '.venv', process.platform === 'win32' ? 'Scripts\\python.exe' : 'bin/python3');
  for (const command of [...given, 'python3', 'python', inVenv]) {
    const found = findPython(command);
    if (found) return found;
  }
  const base = ['python3', 'python'].find(
    (command) => spawnSync(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0,
  );
  if (!base) {
    giveUp(
      'Python 3.9 or newer not found on the PATH. Install it (on Debian: apt-get install python3-venv) and run this again.',
    );
  }
  const { status } = spawnSync(base, ['-c', 'import venv, ensurepip']);
  if (status !== 0) {
    giveUp(
      `No python3 with boto3 found, and '${base}' cannot create virtual environments. Run 'apt-get install python3-venv' or '${base} -m pip install boto3', then run this again.`,
    );
  }
  await runStep('Creating a Python environment in .venv', base, ['-m', 'venv', join(root, '.venv')]);
  await runStep(`Installing ${boto3}`, inVenv, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    boto3,
  ]);
  return findPython(inVenv) ?? giveUp(`'${inVenv}' cannot import boto3. Delete the folder .venv and run this again.`);
}

/** The time of the newest file in a folder, in milliseconds. */
function findNewest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    const path = join(folder, entry.name);
    if (entry.name === '__pycache__') return newest;
    return Math.max(newest, entry.isDirectory() ? findNewest(path) : 0, statSync(path).mtimeMs);
  }, 0);
}

/** Whether dist is newer than its sources. A successful build writes the stamp, with the time at which the build began. */
function isBuilt(stamp) {
  if (!existsSync(stamp)) return false;
  const sources = ['tsconfig.json', 'package-lock.json', 'test/tools/build.mjs'].map(
    (name) => statSync(join(root, name)).mtimeMs,
  );
  return Math.max(findNewest(join(root, 'src')), ...sources) <= statSync(stamp).mtimeMs;
}

const [command, ...args] = process.argv.slice(2);
const major = Number(process.versions.node.split('.')[0]);
if (!command) giveUp('No command. Usage: node test/tools/bootstrap.mjs COMMAND [ARGUMENT...]');
if (major < 20) giveUp(`Node ${process.versions.node} is too old. Install Node 20 or newer (https://nodejs.org).`);

if (!isInstalled()) await install();
const python = await preparePython();
const stamp = join(root, 'dist', '.built');
if (!isBuilt(stamp)) {
  const startedAt = new Date();
  await runNpm('Building', ['run', '--silent', 'build']);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

const { code, error } = await run(command === 'node' ? process.execPath : command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    PYTHON: python,
    SANDBOX_PYTHON: python,
    PATH: [dirname(python), process.env.PATH].join(delimiter),
  },
});
if (error) giveUp(`Cannot start '${command}': ${error.message}`);
process.exitCode = code;
