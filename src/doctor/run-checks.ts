import pMap from 'p-map';
import { toUserError } from '../errors/user-error.js';
import { CheckSkipped } from './outcomes.js';
import type { Check, CheckReport, DoctorContext, Outcome } from './types.js';

/** Each check opens a session, and databases limit the number of sessions. */
const maxConcurrentChecks = 3;

export interface RunOptions {
  /** Creates the context of one check. @param signal aborts when the check times out or the user presses Ctrl-C */
  makeContext(signal: AbortSignal): DoctorContext;
  readonly signal: AbortSignal;
  /** Called when a check has ended. */
  onReport?(report: CheckReport): void;
}

/**
 * Runs checks concurrently, each with its own timeout. Skips a check if a check that it needs failed or was skipped; needs that are not
 * in `checks` count as met. Never throws: an error in a check becomes its finding.
 * @param checks ordered so that each check follows the checks that it needs
 * @returns reports in the order of `checks`
 */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<readonly CheckReport[]> {
  const started = new Map<string, Promise<CheckReport>>();
  const start = (check: Check) => {
    const report = runAfterNeeds(check, started, options);
    started.set(check.id, report);
    return report;
  };
  return await pMap(checks, start, { concurrency: maxConcurrentChecks });
}

async function runAfterNeeds(
  check: Check,
  started: ReadonlyMap<string, Promise<CheckReport>>,
  options: RunOptions,
): Promise<CheckReport> {
  const needs = await Promise.all(check.needs.map((id) => started.get(id)));
  const unmet = needs.find((need) => need?.state === 'fail' || need?.state === 'skipped');
  const report =
    unmet === undefined
      ? await runWithTimeout(check, options)
      : {
          ...describe(check),
          seconds: 0,
          state: 'skipped' as const,
          text: `not checked: ${unmet.title} must succeed first`,
        };
  options.onReport?.(report);
  return report;
}

const describe = ({ id, title }: Check) => ({ id, title });

async function runWithTimeout(check: Check, options: RunOptions): Promise<CheckReport> {
  const started = performance.now();
  const outcome = await runUntilAbort(check, options);
  return { ...describe(check), ...outcome, seconds: Math.round((performance.now() - started) / 10) / 100 };
}

/** Runs a check until it ends, times out or is interrupted. A timeout aborts the check's signal and does not wait for the check. */
async function runUntilAbort(check: Check, { makeContext, signal }: RunOptions): Promise<Outcome> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) {
    abort();
  }
  const timer = setTimeout(abort, check.timeoutMs);
  const aborted = new Promise<Outcome>((resolve) => {
    const report = () =>
      resolve(
        signal.aborted
          ? { state: 'skipped', text: 'interrupted' }
          : {
              state: 'fail',
              text: `no answer within ${check.timeoutMs / 1000} s`,
              mitigation: `Check firewall and proxy, or run this check alone: sme doctor --only ${check.id}`,
            },
      );
    controller.signal.addEventListener('abort', report, { once: true });
    if (controller.signal.aborted) {
      report();
    }
  });
  try {
    return await Promise.race([aborted, runCheck(check, makeContext(controller.signal))]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

async function runCheck(check: Check, context: DoctorContext): Promise<Outcome> {
  try {
    return await check.run(context);
  } catch (thrown) {
    if (thrown instanceof CheckSkipped) {
      return thrown.outcome;
    }
    const { code, message, mitigation } = toUserError(thrown);
    return { state: 'fail', text: `${code}: ${message}`, mitigation };
  }
}
