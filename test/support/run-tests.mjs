// `npm test`: Vitest (unit, Lua, contract, e2e) and Python's unittest, closed by the one line that CI and people look for.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = process.env.PYTHON ?? 'python3';

/** Runs a command with its output shown; answers its exit code and, where asked for, what it wrote to stderr. */
function run(command, args, { keepStderr = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', keepStderr ? 'pipe' : 'inherit'] });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
      process.stderr.write(chunk);
    });
    child.on('error', (error) => resolve({ code: 1, stderr: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, stderr }));
  });
}

async function runVitest(folder) {
  const report = join(folder, 'vitest.json');
  const { code } = await run('npx', [
    ...['--no-install', 'vitest', 'run', '--config', 'test/config/vitest.config.ts'],
    ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that fails to load, or an error outside of a test, has no failed test to its name: count it, so that nothing red is lost.
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, code === 0 ? 0 : 1);
  return { passed, failed };
}

async function runUnittest() {
  const { code, stderr } = await run(python, ['-m', 'unittest', 'discover', '-s', 'test/python', '-t', 'test/python'], {
    keepStderr: true,
  });
  const total = Number(/^Ran (\d+) tests?/m.exec(stderr)?.[1] ?? 0);
  const count = (word) => Number(new RegExp(`${word}=(\\d+)`).exec(stderr)?.[1] ?? 0);
  const failed = Math.max(count('failures') + count('errors'), code === 0 ? 0 : 1);
  return { passed: Math.max(0, total - failed - count('skipped')), failed };
}

const folder = mkdtempSync(join(tmpdir(), 'tests-'));
try {
  const results = [await runVitest(folder), await runUnittest()];
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
