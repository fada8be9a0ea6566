// `npm run test:live`: runs the contract suites against a real Exasol and a real AWS, then reports which unverified facts they confirmed.
// Without the environment variables it prints which ones to set. `--list` prints the facts.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unverified } from '../live/unverified.ts';
import { liveVariables, readLiveEnvironment } from '../support/live-environment.ts';

const describeCheck = {
  probe: () => 'probe in test/live',
  test: ({ file, title }) => `${file}: "${title}"`,
  manual: ({ steps }) => `manually: ${steps}`,
};

function printFacts() {
  const cell = (text) => text.replaceAll('|', '\\|');
  console.log(
    '| id | unverified fact | file that relies on it | consequence if false | how to check |\n| --- | --- | --- | --- | --- |',
  );
  for (const { id, fact, file, impact, check } of unverified) {
    console.log(`| ${[id, fact, file, impact, describeCheck[check.kind](check)].map(cell).join(' | ')} |`);
  }
  console.log(`\n${unverified.length} facts.`);
}

function printUsage(problems) {
  const show = ({ name, optional, means, example }) =>
    `  ${name.padEnd(22)}${optional ? '(optional) ' : ''}${means}, such as ${example}`;
  const list = (kind) =>
    liveVariables
      .filter((variable) => variable.for === kind)
      .map(show)
      .join('\n');
  console.error(`npm run test:live runs the contract suites against a real Exasol and a real AWS.
${problems.map((problem) => `\n  ${problem}`).join('')}
Set, for Exasol (7.1, 8, 2025 or 2026; a test cluster):
${list('exasol')}
and for AWS; without SME_LIVE_BUCKET and SME_LIVE_ROLE_ARN, suites that need AWS do not run:
${list('aws')}
  EXASOL_LANGUAGE_ALIAS (optional) alias of the Python container of the probes, default PYTHON3

  SME_LIVE=1 EXASOL_HOST=10.0.0.11 EXASOL_USER=sys EXASOL_PASSWORD=… EXASOL_FINGERPRINT=60AC05… \\
  AWS_REGION=eu-central-1 AWS_ACCESS_KEY_ID=AKIA… AWS_SECRET_ACCESS_KEY=… \\
  SME_LIVE_BUCKET=my-sme-tests SME_LIVE_ROLE_ARN=arn:aws:iam::123456789012:role/SageMaker npm run test:live

It creates and finally deletes schemas, users, one role and connections whose names end in _SME_LIVE_<run>, and objects below
s3://<bucket>/sme-live/. It starts about a dozen Autopilot jobs, which AWS cannot delete. It stops all but one as soon as AWS has read
their data; the remaining one runs for at most 30 minutes. With SME_LIVE_ENDPOINTS=1 it trains six more jobs of at most 30 minutes
each, serves them on five ml.m5.large and one serverless endpoint, and deletes the endpoints. AWS bills all of this; the cost was not
measured. Expect a run of about an hour, mostly waiting for AWS. An interrupted run cleans up, too. If that was interrupted as well,
run \`npm run test:live -- --sweep <run>\`. \`npm run test:live -- --list\` prints the unverified facts;
\`npm run test:live -- test/live\` only checks these, starts no job and takes a minute.`);
}

/** Runs Vitest on the live project. @returns its exit code and, unless it was interrupted, its report */
async function runVitest(filters, variables) {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  const report = join(folder, 'vitest.json');
  const args = [
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/config/vitest.config.ts', '--project', 'live'],
    ...['--no-file-parallelism', '--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`, ...filters],
  ];
  try {
    const code = await new Promise((resolve) => {
      child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...variables } });
      child.on('error', () => resolve(1));
      child.on('close', (exitCode) => resolve(exitCode ?? 1));
    });
    return { code, report: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The running Vitest. On a terminal, it receives Ctrl-C directly; afterwards, `sweep` deletes what it left. */
let child;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.stdin.isTTY || child?.kill(signal));

/** Deletes what a run left in Exasol and AWS. */
async function sweep(run) {
  console.log(`\nDeleting what run ${run} left:`);
  return (await runVitest(['test/live/sweep.test.ts'], { SME_LIVE_RUN: run, SME_LIVE_SWEEP: run })).code;
}

/** The verdict of the report on a fact (confirmed, different or not checked), and what was observed. */
function judge({ id, check }, results) {
  if (check.kind === 'manual') return { verdict: 'not checked', observed: describeCheck.manual(check) };
  if (check.kind === 'probe') {
    const probed = results.find(({ meta, title }) => meta?.finding?.id === id || title.startsWith(`${id}: `));
    const finding = probed?.meta?.finding;
    if (finding) return { verdict: finding.holds ? 'confirmed' : 'different', observed: finding.observed };
    return { verdict: 'not checked', observed: probed?.status === 'failed' ? 'the probe failed, see above' : '' };
  }
  const own = results.filter(({ file, title }) => file.endsWith(check.file) && title.startsWith(check.title));
  if (own.some(({ status }) => status === 'failed'))
    return { verdict: 'different', observed: 'its test failed, see above' };
  return { verdict: own.some(({ status }) => status === 'passed') ? 'confirmed' : 'not checked', observed: '' };
}

function printVerdicts(results) {
  const counts = { confirmed: 0, different: 0, 'not checked': 0 };
  console.log('\nUnverified facts:');
  for (const fact of unverified) {
    const { verdict, observed } = judge(fact, results);
    counts[verdict] += 1;
    console.log(`  ${verdict.padEnd(12)} ${fact.id}: ${fact.fact}`);
    if (observed && verdict !== 'confirmed') console.log(`${' '.repeat(15)}observed: ${observed}`);
    if (verdict === 'different') console.log(`${' '.repeat(15)}${fact.file}: ${fact.impact}`);
  }
  if (process.env.AWS_ENDPOINT_URL) {
    console.log('AWS_ENDPOINT_URL is set: these results hold for that server and prove nothing about AWS.');
  }
  console.log(`${counts.confirmed} confirmed, ${counts.different} different, ${counts['not checked']} not checked`);
}

async function main(args) {
  if (args.includes('--list')) {
    printFacts();
    return 0;
  }
  const environment = readLiveEnvironment(process.env);
  if (environment.kind !== 'live') {
    printUsage(environment.problems ?? []);
    return 2;
  }
  if (args[0] === '--sweep' && args[1]) return sweep(args[1]);
  const run = randomInt(36 ** 3, 36 ** 4).toString(36);
  console.log(`Names of this run contain _SME_LIVE_${run.toUpperCase()}, keys begin with sme-live/${run}.`);
  const { code, report } = await runVitest(args, { SME_LIVE_RUN: run });
  if (!report) {
    await sweep(run);
    console.log('\nThe run was interrupted.\n\n0 passed, 1 failed');
    return 1;
  }
  const results = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((result) => ({ ...result, file: name })),
  );
  printVerdicts(results);
  const { numPassedTests: passed, numFailedTests, numFailedTestSuites } = report;
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, code === 0 ? 0 : 1);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
