import { toUserError } from '../errors/user-error.js';
import { NotChecked } from './outcomes.js';
import type { Check, CheckReport, DoctorContext, Outcome } from './types.js';

/** Sessions that a doctor opens at once, so that it takes none away from those who work. */
const maximumAtOnce = 3;

export interface RunOptions {
  /** Everything but what belongs to one check: its signal, and what ends with it. */
  makeContext(signal: AbortSignal): DoctorContext;
  readonly signal: AbortSignal;
  /** Called as each check ends. */
  onReport?(report: CheckReport): void;
}

/**
 * Runs checks, some at a time, each with a time limit of its own. A check whose needs are not met is skipped; needs that are not among
 * `checks` count as met. Never throws: what a check throws is what it found.
 *
 * @returns reports in the order of `checks`
 */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<readonly CheckReport[]> {
  const slots = makeSlots(maximumAtOnce);
  const running = new Map<string, Promise<CheckReport>>();
  for (const check of checks) {
    running.set(check.id, runOne(check, running, slots, options));
  }
  return await Promise.all(running.values());
}

async function runOne(
  check: Check,
  running: ReadonlyMap<string, Promise<CheckReport>>,
  slots: Slots,
  options: RunOptions,
): Promise<CheckReport> {
  const needs = await Promise.all(check.needs.map((id) => running.get(id)));
  const missing = needs.find((need) => need?.state === 'fail' || need?.state === 'skipped');
  const report =
    missing === undefined
      ? await slots(() => runWithLimit(check, options))
      : {
          ...describe(check),
          seconds: 0,
          state: 'skipped' as const,
          text: `not looked at: ${missing.title} comes first`,
        };
  options.onReport?.(report);
  return report;
}

const describe = ({ id, title }: Check) => ({ id, title });

async function runWithLimit(check: Check, options: RunOptions): Promise<CheckReport> {
  const started = performance.now();
  const outcome = await race(check, options);
  return { ...describe(check), ...outcome, seconds: Math.round((performance.now() - started) / 10) / 100 };
}

/** The check, or the end of its time: what it has open is closed then, and what it still says is not waited for. */
async function race(check: Check, { makeContext, signal }: RunOptions): Promise<Outcome> {
  const end = new AbortController();
  const interrupt = () => end.abort();
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) {
    interrupt();
  }
  const limit = `no answer within ${check.limitMs / 1000} s`;
  const timer = setTimeout(interrupt, check.limitMs);
  const whenOver = new Promise<Outcome>((resolve) => {
    const give = () =>
      resolve(
        signal.aborted
          ? { state: 'skipped', text: 'interrupted' }
          : { state: 'fail', text: limit, mend: 'Look at what lies between, or run this check alone with --only.' },
      );
    end.signal.addEventListener('abort', give, { once: true });
    if (end.signal.aborted) {
      give();
    }
  });
  try {
    return await Promise.race([whenOver, attempt(check, makeContext(end.signal))]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

async function attempt(check: Check, context: DoctorContext): Promise<Outcome> {
  try {
    return await check.run(context);
  } catch (thrown) {
    if (thrown instanceof NotChecked) {
      return thrown.outcome;
    }
    const { code, message, mitigation } = toUserError(thrown);
    return { state: 'fail', text: `${code}: ${message}`, mend: mitigation };
  }
}

type Slots = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets so many run at once; the rest wait in line. */
function makeSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free === 0) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      free -= 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        free += 1;
      } else {
        next();
      }
    }
  };
}
