#!/usr/bin/env node
import { endOnSignals } from './cli/signals.js';
import { runProgram } from './program.js';

// the reader of a pipe such as `sme render | head` may close it early, which is not a failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const args = process.argv.slice(2);
const interruption = endOnSignals(process, args);
const exitCode = await runProgram(args, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interruption.signal,
});
process.exitCode = interruption.finish(exitCode);
