import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** The middle of several runs: one slow run (a cold cache, a busy neighbor) does not move it. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Milliseconds that `work` takes, and what it answered. */
export async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** Median milliseconds of a command over `runs` runs, after one that warms the file cache. A failing command ends the benchmark. */
export function timeCommand(runs, command, args, options = {}) {
  const once = () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - start;
  };
  once();
  return median(Array.from({ length: runs }, once));
}

export const round = (value, digits = 2) => Number(value.toFixed(digits));
