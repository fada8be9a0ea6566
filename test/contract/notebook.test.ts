/** Every line of Python in doc/user_guide/notebook.md, in order, as the cells of one notebook. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCodeBlocks } from '../support/code-blocks.js';
import { findPythonWith, runPython } from '../support/python-with.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createConnection, installScripts } from '../support/training.js';

const python = await findPythonWith('notebook');

/** Runs the cells with shorter pauses, and returns what they printed. */
const program = `
import contextlib, io, json, os, sys, time
given = json.loads(sys.argv[1])
os.environ.update(given['environment'])
pause = time.sleep
time.sleep = lambda seconds: pause(min(seconds, 0.2))
printed = io.StringIO()
notebook = {}
with contextlib.redirect_stdout(printed):
    for cell in given['cells']:
        exec(cell, notebook)
print(json.dumps(printed.getvalue()))
`;

describe.skipIf(python === undefined)('the notebook of the user guide', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startTestSandbox({ timings: { jobPhase: 10, endpointCreate: 10, endpointDelete: 10 } });
    const driver = await sandbox.connect();
    await installScripts(driver, 'ML');
    await createConnection(driver, 'AWS_SAGEMAKER', sandbox.aws);
  });

  afterAll(() => sandbox?.stop());

  test('trains and predicts from a DataFrame with pyexasol and reads the job table with SQLAlchemy', async () => {
    const page = readFileSync('doc/user_guide/notebook.md', 'utf8');
    const cells = listCodeBlocks(page, 'python');
    const environment = makeSandboxEnvironment(sandbox);
    const printed = String(await runPython(python ?? '', program, { cells, environment }));
    expect(printed).toMatch(/^Completed /m);
    expect(printed).toMatch(/^0 +1 +churn-/m);
    const [, accuracy = '0'] = /^accuracy ([\d.]+)$/m.exec(printed) ?? [];
    expect(Number(accuracy)).toBeGreaterThan(0.9);
    expect(printed).toMatch(/copied\n0 +1000/);
  });
});
