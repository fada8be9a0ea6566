import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One project a kind of test, so that `vitest --project unit` stays quick while contract and e2e start real parts. */
const project = (name: string, timeoutSeconds: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
  },
});

export default defineConfig({
  root,
  test: {
    restoreMocks: true,
    maxWorkers: 2,
    projects: [project('unit', 20), project('lua', 30), project('contract', 120), project('e2e', 300)],
  },
});
