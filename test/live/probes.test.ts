/**
 * Asks the target for each fact that nobody could look up. On a real cluster the answer is told, and an answer that our scripts
 * cannot bear is a failure; on the sandbox, which made up its own answers, only the probe itself is tested.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasAws, openTarget, type Target } from '../support/target.js';
import { awsProbes } from './aws-probes.js';
import { catalogProbes } from './catalog-probes.js';
import { exportProbes } from './export-probes.js';
import type { Finding, Probe, ProbeContext } from './probe.js';
import { scriptProbes } from './script-probes.js';
import { unverified } from './unverified.js';

declare module 'vitest' {
  interface TaskMeta {
    /** What run-live.mjs prints. */
    finding?: Finding & { readonly id: string };
  }
}

const withoutAws: Readonly<Record<string, Probe>> = { ...scriptProbes, ...catalogProbes };
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

test('every fact that is to be probed has a probe, and no probe is left over', () => {
  expect(Object.keys({ ...withoutAws, ...withAws }).sort()).toEqual(facts.map(({ id }) => id).sort());
});

for (const { id, fact, tolerated } of facts) {
  const needsAws = Object.hasOwn(withAws, id);
  test.skipIf(needsAws && !hasAws)(`${id}: ${fact}`, async ({ task, skip }) => {
    const probe = { ...withoutAws, ...withAws }[id];
    const finding = await probe?.(context);
    if (finding === undefined && !target.isSandbox) skip('this user, or this account, cannot be asked');
    expect(finding).toMatchObject({ holds: expect.any(Boolean), seen: expect.stringMatching(/\S/) });
    if (finding === undefined) return;
    task.meta.finding = { id, ...finding };
    if (!target.isSandbox && !tolerated) expect(finding.holds, finding.seen).toBe(true);
  });
}
