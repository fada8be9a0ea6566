#!/usr/bin/env node
import { runProgram } from './program.js';

const interruption = new AbortController();

// The first Ctrl-C ends the work in good order, the second ends the process.
process.on('SIGINT', () => {
  if (interruption.signal.aborted) {
    process.exit(130);
  }
  interruption.abort();
});
process.on('SIGTERM', () => interruption.abort());

// `sme render | head`: the reader has gone, which is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await runProgram(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interruption.signal,
});
