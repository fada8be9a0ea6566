import { describe, expect, test } from 'vitest';
import { followJob } from '../../../src/cli/follow-job.js';
import type { ScriptAccess } from '../../../src/cli/script-session.js';
import { makeLogger } from '../../../src/logger.js';
import type { CommandIo } from '../../../src/terminal/io.js';
import { hiddenProgress } from '../../../src/terminal/progress.js';
import { makeJobSession, type SeenJob } from '../../support/job-session.js';

/** Follows a job that returns these states one after the other, in a pipe or on a terminal. */
async function follow(
  states: SeenJob[],
  { isTTY = false, isQuiet = false, signal = new AbortController().signal } = {},
) {
  let written = '';
  const stream = { isTTY, columns: 80, write: (text: string) => (written += text) };
  const io: CommandIo = {
    stdin: { isTTY, on() {}, removeListener() {}, resume() {}, pause() {}, setEncoding() {} },
    stdout: stream,
    stderr: stream,
    env: {},
    cwd: import.meta.dirname,
    signal,
    command: 'watch',
    json: false,
    interactive: isTTY,
    logger: makeLogger(stream, 'normal'),
    isQuiet,
    progress: hiddenProgress,
    colorStatus: (word) => word,
    warnings: [],
    warn: (text) => stream.write(`Warning: ${text}\n`),
    setExitCode() {},
  };
  const session = makeJobSession(states);
  const query: typeof session.query = async (sql) =>
    sql.startsWith('SELECT')
      ? {
          columns: ['JOB_NAME', 'CONNECTION_NAME', 'AWS_REGION'],
          rows: [['churn', 'AWS', 'eu-central-1']],
          rowCount: 1,
        }
      : await session.query(sql);
  const readPages = async function* () {};
  const open: ScriptAccess['open'] = (_script, work) => work({ ...session, query, readPages }, 'SME');
  const access: ScriptAccess = {
    defaults: {
      region: undefined,
      bucket: undefined,
      roleArn: undefined,
      connectionName: undefined,
      outputPath: undefined,
    },
    security: { flags: {}, others: {} },
    place: { connection: undefined, region: undefined, defaultRegion: undefined },
    open,
    read: open,
  };
  const thrown: unknown = await followJob('CHURN', access, { intervalMs: 1, timeoutMs: undefined }, io).catch(
    (reason: unknown) => reason,
  );
  return { thrown, written };
}

const running: SeenJob = { status: 'InProgress', phase: 'TrainingModels', candidates: 1 };

describe('followJob', () => {
  test('throws with exit code 1 and the reason from AWS if the job fails', async () => {
    const failureReason = 'AlgorithmError: not enough rows';
    const { thrown, written } = await follow([running, { status: 'Failed', failureReason }]);
    expect(thrown).toMatchObject({
      code: 'E-SME-236',
      exitCode: 1,
      message: "The job 'churn' ended as Failed: AlgorithmError: not enough rows",
      mitigation: expect.stringContaining('sme candidates churn'),
    });
    expect(written).toMatch(/churn {2}InProgress TrainingModels {2}1 candidate\n.*churn {2}Failed Failed/);
  });

  test('throws with exit code 1 if the job is stopped', async () => {
    const { thrown } = await follow([{ status: 'Stopping' }, { status: 'Stopped', phase: 'MaxCandidatesReached' }]);
    expect(thrown).toMatchObject({ exitCode: 1, message: "The job 'churn' ended as Stopped (MaxCandidatesReached)." });
  });

  test('succeeds if the job completes, and prints a line only after a change', async () => {
    const { thrown, written } = await follow([running, running, running, { status: 'Completed', candidates: 2 }]);
    expect(thrown).toBeUndefined();
    expect(written.trimEnd().split('\n')).toHaveLength(2);
  });

  test.each([true, false])('prints only the end with --quiet (on a terminal: %s)', async (isTTY) => {
    const { written } = await follow([running, { status: 'Completed', candidates: 2 }], { isTTY, isQuiet: true });
    expect(written).toMatch(/^\S+ {2}churn {2}Completed [^\n]*\n$/);
  });

  test('reports whether the training data was deleted, or why not', async () => {
    const end: SeenJob = { status: 'Completed', attributes: { TRAINING_DATA_REMOVED_AT_UTC: '2026-11-28 10:00:00' } };
    expect((await follow([end])).written).toContain('The training data was deleted from S3.');
    const failed: SeenJob = { status: 'Completed', attributes: { TRAINING_DATA_PROBLEM: 'E-SME-630: denied' } };
    expect((await follow([failed])).written).toContain('Warning: E-SME-630: denied');
  });

  test('leaves the final view on a terminal, without the hint about Ctrl-C', async () => {
    const { written } = await follow([running, { status: 'Failed' }], { isTTY: true });
    const last = written.slice(written.lastIndexOf('churn'));
    expect(written).toContain('Ctrl-C leaves the job running');
    expect(last).toMatch(/^churn {3}Failed\P{L}/u);
    expect(last).not.toContain('Ctrl-C');
  });

  test('reports after Ctrl-C that the job keeps running and how to follow it again', async () => {
    const interruption = new AbortController();
    interruption.abort();
    expect((await follow([running], { signal: interruption.signal })).thrown).toMatchObject({
      code: 'E-SME-4',
      exitCode: 130,
      mitigation: expect.stringContaining('Follow it again with "sme watch CHURN"'),
    });
  });
});
