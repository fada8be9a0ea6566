import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);

/** The whole way as built: `dist` is there, because `npm test` builds first. Temporary files go into a folder that must be empty in the end. */
let folder: string;
let temporary: string;
const cli = join('dist', 'cli.js');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
  temporary = await mkdtemp(join(folder, 'tmp-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const demo = (...args: readonly string[]) =>
  run(process.execPath, [cli, 'demo', ...args], { env: { ...process.env, TMPDIR: temporary }, maxBuffer: 2 ** 26 });

const readDocument = (stdout: string): Record<string, unknown> =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;

describe('sme demo', () => {
  test('trains on the data set that comes along and shows the statements, without a secret', async () => {
    const { stdout, stderr } = await demo('--debug');
    for (const text of [
      'CREATE OR REPLACE CONNECTION',
      'IMPORT INTO "DEMO"."SEATTLE_WEATHER"',
      'EXECUTE SCRIPT "SME"."SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT"',
      'EXECUTE SCRIPT "SME"."SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS"',
      'Completed - ',
      'MulticlassClassification, rows exported: 1315',
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).toContain("IDENTIFIED BY '***'");
    expect(stdout + stderr).not.toContain('secret+access');
    expect(await readdir(temporary)).toEqual([]);
  });

  test('takes any CSV: regression, a header that needs quotes, NULLs; --json ends with one document', async () => {
    const path = join(folder, 'Flat Prices.csv');
    const rows = Array.from({ length: 900 }, (_, row) => {
      const [size, rooms] = [20 + ((row * 37) % 160), 1 + (row % 5)];
      const district = ['Mitte, Süd', 'say "Nord"', 'Ost'][row % 3] ?? '';
      return `${size},${row % 11 === 0 ? '' : rooms},"${district.replaceAll('"', '""')}",${row % 2 === 0},${size * 3000 + rooms * 5000 + (row % 3) * 20_000}.50`;
    });
    await writeFile(path, ['size,size,Bezirk der Wohnung,select,price in €', ...rows, ''].join('\n'));
    const { stdout } = await demo('--csv', path, '--target', 'PRICE IN €', '--json');
    const document = readDocument(stdout);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(document).toMatchObject({
      job_name: expect.stringMatching(/^flat-prices-\d{14}$/),
      job_status: 'Completed',
      rows_exported: 810,
      problem_type: 'Regression',
      best_candidate: { name: expect.any(String), metric: 'MSE', value: expect.any(Number) },
    });
    expect(document['files_exported']).toBeGreaterThan(0);
  });

  test('says what is wrong with the data before anything is started', async () => {
    const failure = await demo('--csv', 'package.json', '--target', 'x').catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(failure).toMatchObject({ code: expect.any(Number), stderr: expect.stringContaining('E-SME-12') });
    const alone = await demo('--target', 'x').catch((error: { code: number; stderr: string }) => error);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("'--target' was given without '--csv'") });
  });

  test('Ctrl-C in the middle leaves no file and no process', async () => {
    const child = spawn(process.execPath, [cli, 'demo'], { env: { ...process.env, TMPDIR: temporary } });
    let output = '';
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    child.stderr.resume();
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.includes('SME_POLL') && !child.killed) child.kill('SIGINT');
    }
    expect(await ended).toBe(130);
    expect(await readdir(temporary)).toEqual([]);
  });
});
