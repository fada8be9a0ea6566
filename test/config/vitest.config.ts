import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { liveSuites } from '../support/live-suites.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface ProjectOptions {
  readonly globalSetup?: string;
  /** False: the files of a worker share their modules, which halves the CPU time of files that mostly import. */
  readonly isolate?: boolean;
}

/** One project per kind of test. */
const project = (name: string, timeoutSeconds: number, { globalSetup, isolate = true }: ProjectOptions = {}) => ({
  extends: true as const,
  test: {
    name,
    isolate,
    ...(globalSetup !== undefined && { globalSetup }),
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
  },
});

/** The slowest files start first, so that no worker is left alone with one of them at the end. */
const slowFirst = [
  'test/e2e/demo',
  'test/contract/killed-',
  'test/contract/secrets',
  'test/contract/endpoint',
  'test/e2e/',
  'test/contract/',
];

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = slowFirst.findIndex((part) => moduleId.includes(part));
      return index < 0 ? slowFirst.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Probes for unverified facts and, if the environment names a real target, the suites that can run against it. */
const live = (() => {
  const suites = liveSuites(process.env);
  const { extends: inherits, test } = project('live', suites.length > 0 ? 2 * 3600 : 120);
  return { extends: inherits, test: { ...test, include: [...test.include, ...suites] } };
})();

export default defineConfig({
  root,
  test: {
    restoreMocks: true,
    // Two more than the cores of a small machine: contract and e2e tests wait for other processes half of their time.
    maxWorkers: 4,
    // Console output is shown for failed tests only.
    silent: 'passed-only',
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    sequence: { sequencer: SlowFirst },
    projects: [
      project('unit', 20, { isolate: false }),
      project('lua', 30, { isolate: false }),
      project('integration', 60, { isolate: false }),
      project('contract', 120, { globalSetup: 'test/support/start-fork-server.ts', isolate: false }),
      project('e2e', 300),
      live,
    ],
  },
});
