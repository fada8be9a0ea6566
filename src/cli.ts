#!/usr/bin/env node
import { version } from './version.js';

// the reader of a pipe such as `sme render | head` may close it early, which is not a failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // without the command line parser, because shell prompts and build scripts ask for the version often
  process.stdout.write(`${version}\n`);
} else {
  await runCommand();
}

async function runCommand(): Promise<void> {
  const { endOnSignals } = await import('./cli/signals.js');
  const interruption = endOnSignals(process, args);
  const { runProgram } = await import('./program.js');
  const exitCode = await runProgram(args, {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: interruption.signal,
  });
  process.exitCode = interruption.finish(exitCode);
}
