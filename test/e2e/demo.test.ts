import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocuments } from '../support/check-documents.js';

const run = promisify(execFile);

/** Runs the built demo; `npm test` builds it first. The folder for temporary files must be empty at the end. */
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
  test('trains on the bundled data set, predicts, cleans up and shows the statements without a secret', async () => {
    const { stdout, stderr } = await demo('--debug');
    for (const text of [
      'CREATE OR REPLACE CONNECTION',
      'IMPORT INTO "DEMO"."SEATTLE_WEATHER"',
      'EXECUTE SCRIPT "SME"."SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT"',
      'EXECUTE SCRIPT "SME"."SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS"',
      'Completed - ',
      'EXECUTE SCRIPT "SME"."SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES"',
      'EXECUTE SCRIPT "SME"."SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE"',
      'EXECUTE SCRIPT "SME"."SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT"',
      'SELECT "DEMO"."PREDICT_SEATTLE_WEATHER"("WEATHER", "DATE", ',
      'EXECUTE SCRIPT "SME"."SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT"',
      'MulticlassClassification, rows exported: 1315',
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).toMatch(/^ {3}ENDPOINT_STATUS +InService$/m);
    expect(stdout).toMatch(/^ {3}ROWS_COMPARED +ACCURACY\n {3}146 +0\.\d+$/m);
    expect(stdout).toMatch(/The job reported Accuracy 0\.\d{4} \(validation\)/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      '   Nothing billable is left in AWS: 0 endpoints, 0 endpoint configurations, 0 models, 0 jobs in progress, 0 files on S3',
    );
    expect(stdout).toContain("IDENTIFIED BY '***'");
    expect(stdout + stderr).not.toContain('secret+access');
    expect(await readdir(temporary)).toEqual([]);
  });

  test('accepts any CSV file (regression, headers that clash or need quotes, NULLs) and ends with one document for --json', async () => {
    const path = join(folder, 'Flat Prices.csv');
    const rows = Array.from({ length: 900 }, (_, row) => {
      const [size, rooms] = [20 + ((row * 37) % 160), 1 + (row % 5)];
      const district = ['Mitte, Süd', 'say "Nord"', 'Ost'][row % 3] ?? '';
      // Every tenth row is held out. With 11, 19 and 39 below, every kind of cell is missing once, also the price (row 389).
      const price = row % 390 === 389 ? '' : `${size * 3000 + rooms * 5000 + (row % 3) * 20_000}.50`;
      return `${size},${row % 11 === 0 ? '' : rooms},"${district.replaceAll('"', '""')}",${row % 2 === 0},${row % 19 === 0 ? '' : row % 7},${price}`;
    });
    await writeFile(path, ['size,size,Bezirk der Wohnung,select,Predictions,price in €', ...rows, ''].join('\n'));
    const { stdout } = await demo('--csv', path, '--target', 'PRICE IN €', '--json');
    checkDocuments(stdout);
    const document = readDocument(stdout);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(document).toMatchObject({
      job_name: expect.stringMatching(/^flat-prices-\d{14}$/),
      job_status: 'Completed',
      rows_exported: 810,
      problem_type: 'Regression',
      best_candidate: { name: expect.any(String), metric: 'MSE', value: expect.any(Number) },
      endpoint_name: 'predict-flat-prices',
      held_out: { rows: 88, metric: 'RMSE', value: expect.any(Number) },
      deleted: ['endpoint', 'endpoint configuration', 'model', 'prediction UDF'].map((object) => ({
        object,
        name: expect.any(String),
        result: 'deleted',
      })),
      billable_left: 0,
    });
    // Prices range from 65,000 to 620,000. A model that predicts the same price for every flat is off by more than 100,000.
    expect((document['held_out'] as { value: number }).value).toBeLessThan(60_000);
    expect(document['files_exported']).toBeGreaterThan(0);
  });

  test('reports unusable data before starting anything', async () => {
    const failure = await demo('--csv', 'package.json', '--target', 'x').catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(failure).toMatchObject({ code: expect.any(Number), stderr: expect.stringContaining('E-SME-650') });
    const alone = await demo('--target', 'x').catch((error: { code: number; stderr: string }) => error);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("'--target' is set without '--csv'") });
  });

  test.each(['SME_POLL', 'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', 'ENDPOINT_STATUS'])(
    'Ctrl-C after %s leaves no file and no process and reports that the sandbox is gone',
    async (text) => {
      const child = spawn(process.execPath, [cli, 'demo'], { env: { ...process.env, TMPDIR: temporary } });
      let [output, errors] = ['', ''];
      const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
        child.on('close', (code, signal) => resolve(code ?? signal)),
      );
      child.stderr.on('data', (chunk) => {
        errors += String(chunk);
      });
      for await (const chunk of child.stdout) {
        output += String(chunk);
        if (output.includes(text) && !child.killed) child.kill('SIGINT');
      }
      // The output is compared only so that a failure shows it.
      expect({ code: await ended, errors, output: output.slice(-500) }).toEqual({
        code: 130,
        errors: expect.stringContaining('The sandbox and everything in it is deleted.'),
        output: expect.any(String),
      });
      expect(await readdir(temporary)).toEqual([]);
    },
  );
});
