// Start-up of the CLI compared with bare node, in pairs: each run of `--version` and `--help` follows one of bare node, so that a slow
// moment of the machine hits both sides.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { median, round } from './measure.mjs';

const runs = 15;

function timeOnce(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** The medians of both sides and of the ratio of each pair, after one pair that warms the file cache. */
function comparePairs(args) {
  const pairs = Array.from({ length: runs + 1 }, () => [timeOnce(['-e', '0']), timeOnce(args)]).slice(1);
  return {
    bare_node_ms: round(median(pairs.map(([bare]) => bare)), 1),
    ms: round(median(pairs.map(([, ours]) => ours)), 1),
    ratio_of_pairs: round(median(pairs.map(([bare, ours]) => ours / bare))),
  };
}

export async function benchStartUp() {
  return { version: comparePairs(['dist/cli.js', '--version']), help: comparePairs(['dist/cli.js', '--help']) };
}
