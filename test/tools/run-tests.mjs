// `npm test`: Vitest (unit, integration, Lua, contract, e2e) and Python's unittest side by side. The output is the progress, the failures, the
// skipped tests and one closing line, `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPythons } from './python-versions.mjs';

/** Runs a command; resolves with its exit code and, if `capture` is set, with its output instead of showing it. */
function run(command, args, { capture = false } = {}) {
  return new Promise((resolve) => {
    const stream = capture ? 'pipe' : 'inherit';
    const child = spawn(command, args, { stdio: ['ignore', stream, stream] });
    let output = '';
    for (const source of [child.stdout, child.stderr]) {
      source?.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function runVitest(folder) {
  const report = join(folder, 'vitest.json');
  const { code } = await run(process.execPath, [
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/config/vitest.config.ts'],
    ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites, testResults } = readReport(report);
  const skipped = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${name.replace(`${process.cwd()}/`, '')}: ${fullName}`),
  );
  // A file that does not load and an error outside of a test have no failed test: they count as one failure.
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, code === 0 ? 0 : 1);
  return { passed, failed, skipped };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 0, testResults: [] };
  }
}

async function runUnittest({ command, label }) {
  const args = ['-m', 'unittest', 'discover', '--verbose', '--buffer', '-s', 'test/python', '-t', 'test/python'];
  const { code, output } = await run(command, args, { capture: true });
  const total = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  const count = (word) => Number(new RegExp(`^FAILED.*\\b${word}=(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const skipped = [...output.matchAll(/^(\w+) \((\S+)\)(?:\n.*)?? \.\.\. skipped (.*)$/gm)].map(
    ([, test, name, reason]) => `test/python, ${label}: ${name.endsWith(test) ? name : `${name}.${test}`} (${reason})`,
  );
  const failed = Math.max(count('failures') + count('errors'), code === 0 ? 0 : 1);
  return { passed: Math.max(0, total - failed - skipped.length), failed, skipped, output, label };
}

const folder = mkdtempSync(join(tmpdir(), 'tests-'));
try {
  const [vitest, ...unittests] = await Promise.all([runVitest(folder), ...findPythons().map(runUnittest)]);
  for (const { failed, label, output } of unittests) {
    if (failed > 0) console.log(`\n${label}\n${output.replaceAll(/^.* \.\.\. (?:ok|skipped .*)\n/gm, '')}`);
  }
  const results = [vitest, ...unittests];
  const skipped = results.flatMap((result) => result.skipped);
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((test) => `  ${test}\n`).join('')}`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
