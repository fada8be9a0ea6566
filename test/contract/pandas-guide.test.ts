/** Every line of Python in doc/user_guide/pandas.md, in order, as a stranger would run them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCodeBlocks } from '../support/code-blocks.js';
import { findPythonWith, runPython } from '../support/python-with.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createConnection, installScripts } from '../support/training.js';

const python = await findPythonWith('notebook');

/** Runs the blocks of the page, and returns what each of them printed. */
const program = `
import contextlib, io, json, os, sys
given = json.loads(sys.argv[1])
os.environ.update(given['environment'])
os.chdir(given['folder'])
namespace, outputs = {}, []
for block in given['blocks']:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block, namespace)
    outputs.append(printed.getvalue())
print(json.dumps(outputs))
`;

function makeCustomers(): string {
  const rows = Array.from({ length: 1000 }, (_, id) => {
    const age = 18 + ((id * 37) % 60);
    return `${id},${age},${['basic', 'plus', 'pro'][id % 3]},${age > 50 ? 'yes' : 'no'}\n`;
  });
  return `ID,AGE,PLAN,CHURNED\n${rows.join('')}`;
}

describe.skipIf(python === undefined)('the page about pandas (needs pyexasol and pandas)', () => {
  let sandbox: TestSandbox;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pandas-guide-'));
    await writeFile(join(folder, 'customers.csv'), makeCustomers());
    sandbox = await startTestSandbox({ timings: { jobPhase: 10 } });
    const driver = await sandbox.connect();
    await installScripts(driver, 'ML');
    await createConnection(driver, 'AWS_SAGEMAKER', sandbox.aws);
    await driver.execute('CREATE SCHEMA SALES');
  });
  afterAll(async () => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('starts a training from a DataFrame in ten lines, and prints what the page shows', async () => {
    const page = await readFile('doc/user_guide/pandas.md', 'utf8');
    const blocks = listCodeBlocks(page, 'python');
    expect(blocks[0]?.trimEnd().split('\n')).toHaveLength(10);
    const environment = makeSandboxEnvironment(sandbox);
    const printed = await runPython(python ?? '', program, { blocks, environment, folder });
    const shown = listCodeBlocks(page, 'text');
    expect(printed).toEqual([
      expect.stringMatching(/^\[\('churn', 1000, 1, 's3:\/\/sandbox-bucket\/autopilot\/churn\/train\/\S+\/'\)\]\n$/),
      '',
      shown[1],
    ]);
  });
});
