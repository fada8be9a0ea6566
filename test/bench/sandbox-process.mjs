import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts `sme sandbox --json` as its own process, passes the document that it prints to `work`, and stops it afterwards. */
export async function withSandbox(work, ...flags) {
  const child = spawn(process.execPath, ['dist/cli.js', 'sandbox', '--json', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line'),
      exited.then(([code]) => Promise.reject(new Error(`The sandbox ended with ${code} before it was ready`))),
    ]);
    const answer = JSON.parse(line);
    return await work({ ...(answer.data ?? answer), pid: child.pid });
  } finally {
    child.kill('SIGINT');
    await exited;
  }
}
