// Start-up of the CLI compared with bare node: the cost of `--version` and `--help`.
import { round, timeCommand } from './measure.mjs';

const runs = 15;

export async function benchStartUp() {
  const bare = timeCommand(runs, process.execPath, ['-e', '0']);
  const measure = (...args) => {
    const ms = timeCommand(runs, process.execPath, ['dist/cli.js', ...args]);
    return { ms: round(ms, 1), ratio_to_bare_node: round(ms / bare) };
  };
  return { bare_node_ms: round(bare, 1), version: measure('--version'), help: measure('--help') };
}
