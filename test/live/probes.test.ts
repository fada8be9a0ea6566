/**
 * Probes each unverified fact on the target. On a real cluster, a false fact fails the test unless it is tolerated. The sandbox proves nothing
 * about Exasol and AWS, so there only the probes themselves are tested.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasAws, openTarget, type Target } from '../support/target.js';
import { awsProbes } from './aws-probes.js';
import { batchProbes } from './batch-probes.js';
import { catalogProbes } from './catalog-probes.js';
import { dataProbes } from './data-probes.js';
import { exportProbes } from './export-probes.js';
import type { Finding, Probe, ProbeContext } from './probe.js';
import { scriptProbes } from './script-probes.js';
import { unverified } from './unverified.js';

declare module 'vitest' {
  interface TaskMeta {
    /** run-live.mjs prints it. */
    finding?: Finding & { readonly id: string };
  }
}

const withoutAws: Readonly<Record<string, Probe>> = {
  ...scriptProbes,
  ...catalogProbes,
  ...batchProbes,
  ...dataProbes,
};
const withAws: Readonly<Record<string, Probe>> = { ...exportProbes, ...awsProbes };
const facts = unverified.filter(({ check }) => check.kind === 'probe');

let target: Target;
let context: ProbeContext;

beforeAll(async () => {
  target = await openTarget();
  const driver = await target.connect();
  context = { target, driver, schema: await target.ownSchema('PROBES', driver) };
});

afterAll(() => target?.stop());

test('every fact to probe has a probe, and every probe has a fact', () => {
  expect(Object.keys({ ...withoutAws, ...withAws }).sort()).toEqual(facts.map(({ id }) => id).sort());
});

for (const { id, fact, tolerated } of facts) {
  const needsAws = Object.hasOwn(withAws, id);
  test.skipIf(needsAws && !hasAws)(`${id}: ${fact}`, async ({ task, skip }) => {
    const probe = { ...withoutAws, ...withAws }[id];
    const finding = await probe?.(context);
    if (finding === undefined && !target.isSandbox) skip('this user or account does not allow the check');
    expect(finding).toMatchObject({ holds: expect.any(Boolean), observed: expect.stringMatching(/\S/) });
    if (finding === undefined) return;
    task.meta.finding = { id, ...finding };
    if (!target.isSandbox && !tolerated) expect(finding.holds, finding.observed).toBe(true);
  });
}
