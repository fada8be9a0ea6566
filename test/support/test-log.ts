import { makeLog } from '../../src/sandbox/log.js';

/** The log of sandboxes in tests. Vitest shows it with failed tests. SANDBOX_DEBUG adds debug messages to the warnings. */
export const testLog = makeLog((line) => {
  // biome-ignore lint/suspicious/noConsole: Vitest assigns console output to tests, but not what is written to stderr.
  console.warn(line.trimEnd());
}, process.env['SANDBOX_DEBUG'] !== undefined);
