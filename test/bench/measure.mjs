import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** The median of several runs, which one slow run (a cold cache, another busy process) does not change. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs `work`. @returns its duration in milliseconds, and its result */
export async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** The median duration of a command in milliseconds, after one run that warms the file cache. A command that fails ends the benchmark. */
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
