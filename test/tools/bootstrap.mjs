// What `npm run demo`, `npm test` and the like call first, so that each is one command on a fresh clone: npm packages, a python3 with boto3, a
// build; whatever is there and current is left alone. Then it becomes the command that it was given. Node's own modules only: nothing else is there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
// The newest line of boto3 that still runs on Python 3.9.
const boto3 = 'boto3==1.42.97';

/** Says one clear sentence and ends. */
function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** The child that is running: a step of the preparation, then the command. Signals are for it. */
let child;
let signalled;
let signalledAt = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    signalled = signal;
    // On a terminal Ctrl-C reaches the child by itself. Elsewhere npm may tell us twice; the child must hear it once.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    if (Date.now() - signalledAt > 300) child?.kill(signal);
    signalledAt = Date.now();
  });
}

/** Starts a child and answers how it ended, as a shell would: its exit code, or 128 and the signal's number. */
function run(command, args, options) {
  return new Promise((resolve) => {
    child = spawn(command, args, options);
    child.on('error', (error) => resolve({ code: 127, error }));
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal] }));
  });
}

/** Runs a step of the preparation; its output goes to stderr, because stdout belongs to the command. */
async function runStep(title, command, args) {
  process.stderr.write(`${title} ...\n`);
  const { code, error } = await run(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (signalled) process.exit(128 + constants.signals[signalled]);
  if (error) giveUp(`${title}: '${command}' could not be started (${error.message}).`);
  if (code !== 0) giveUp(`${title}: failed. What it said stands above.`);
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

/** Whether node_modules holds what package-lock.json asks for. Contents count, not times: a checkout touches every file. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === hashLock()) return true;
  // Installed by hand: compare versions. Optional packages may be for other platforms.
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

/** The path of an interpreter that can import boto3, else undefined. */
function findPython(command) {
  const probe = 'import sys, boto3; print(sys.executable)';
  const { status, stdout } = spawnSync(command, ['-c', probe], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The interpreter to use: one that has boto3 already, else a virtual environment in .venv. */
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
      'No python3 of version 3.9 or newer was found on the path: install one (on Debian: apt-get install python3-venv) and run this again.',
    );
  }
  const { status } = spawnSync(base, ['-c', 'import venv, ensurepip']);
  if (status !== 0) {
    giveUp(
      `No python3 with boto3 was found, and '${base}' cannot make virtual environments: run 'apt-get install python3-venv' or '${base} -m pip install boto3', then this again.`,
    );
  }
  await runStep('Making a Python environment in .venv', base, ['-m', 'venv', join(root, '.venv')]);
  await runStep(`Installing ${boto3} into it`, inVenv, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    boto3,
  ]);
  return findPython(inVenv) ?? giveUp(`'${inVenv}' cannot import boto3: remove the folder .venv and run this again.`);
}

/** The time of the youngest file under a folder, in milliseconds. */
function findNewest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    const path = join(folder, entry.name);
    if (entry.name === '__pycache__') return newest;
    return Math.max(newest, entry.isDirectory() ? findNewest(path) : 0, statSync(path).mtimeMs);
  }, 0);
}

/** Whether dist is at least as young as its sources. The stamp is written after a build that succeeded, with the time at which it began. */
function isBuilt(stamp) {
  if (!existsSync(stamp)) return false;
  const sources = ['tsconfig.json', 'package-lock.json', 'test/tools/build.mjs'].map(
    (name) => statSync(join(root, name)).mtimeMs,
  );
  return Math.max(findNewest(join(root, 'src')), ...sources) <= statSync(stamp).mtimeMs;
}

const [command, ...args] = process.argv.slice(2);
const major = Number(process.versions.node.split('.')[0]);
if (!command) giveUp('Give the command to run: node test/tools/bootstrap.mjs COMMAND [ARGUMENT...]');
if (major < 20) giveUp(`Node ${process.versions.node} is too old: Node 20 or newer is needed (https://nodejs.org).`);

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
if (error) giveUp(`'${command}' could not be started: ${error.message}`);
process.exitCode = code;
