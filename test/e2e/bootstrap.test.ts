import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';

/** Runs on a prepared tree, because `npm test` runs it, too. */
function bootstrap(...args: readonly string[]) {
  const child = spawn(process.execPath, ['test/tools/bootstrap.mjs', ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

describe('bootstrap', () => {
  test('runs the command with its arguments and a Python with boto3, and returns its output and exit code', async () => {
    const script = 'console.log(JSON.stringify([process.argv.slice(1), process.env.PYTHON])); process.exitCode = 7;';
    const { code, stdout } = await bootstrap('node', '-e', script, '--', 'a b', '"c"').ended;
    const [args, python] = JSON.parse(stdout) as [string[], string];
    expect(code).toBe(7);
    expect(args).toEqual(['a b', '"c"']);
    const probe = await bootstrap('python3', '-c', 'import sys, boto3; print(sys.executable)').ended;
    expect(probe.stdout.trim()).toBe(python);
  });

  test('passes a signal to the command once, and exits with its exit code', async () => {
    const script = `let count = 0; process.on('SIGINT', () => { count += 1; setTimeout(() => process.exit(40 + count), 50); });
      setInterval(() => {}, 1000); console.log('ready');`;
    const { child, ended } = bootstrap('node', '-e', script);
    child.stdout.once('data', () => {
      child.kill('SIGINT');
      child.kill('SIGINT');
    });
    expect((await ended).code).toBe(41);
  });

  test.each([
    [['nonsuch-command'], "Cannot start 'nonsuch-command'"],
    [[], 'No command.'],
  ])('reports what is wrong with the command %j', async (args, text) => {
    const { code, stderr } = await bootstrap(...args).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });
});
