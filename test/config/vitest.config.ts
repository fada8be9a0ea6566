import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { liveSuites } from '../support/live-suites.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One project a kind of test, so that `vitest --project unit` stays quick while contract and e2e start real parts. */
const project = (name: string, timeoutSeconds: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    globalSetup,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
  },
});

/** Probes of what nobody could look up; and, where the environment names a real target, the suites that can run against it. */
const live = (() => {
  const suites = liveSuites(process.env);
  const { extends: inherits, test } = project('live', suites.length > 0 ? 2 * 3600 : 120);
  return { extends: inherits, test: { ...test, include: [...test.include, ...suites] } };
})();

export default defineConfig({
  root,
  test: {
    restoreMocks: true,
    maxWorkers: 2,
    projects: [
      project('unit', 20),
      project('lua', 30),
      project('contract', 120, ['test/support/start-fork-server.ts']),
      project('e2e', 300),
      live,
    ],
  },
});
