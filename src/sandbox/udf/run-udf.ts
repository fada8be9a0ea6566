import type { PythonVm } from './python-vm.js';
import type { UdfCall, UdfProcessOptions, UdfRows } from './types.js';
import { type StartVm, withVms } from './vm-starter.js';
import { fromWire, toWire } from './wire-columns.js';

export type { UdfCall, UdfProcessOptions, UdfRows } from './types.js';

/** Enough for efficient JSON, few enough to save memory. */
const MAX_FRAME_ROWS = 2048;
const MAX_PENDING_FRAMES = 3;
/** With several processes: enough that the next process gets its group while the first one still works on its own. */
const MAX_PENDING_FRAMES_IN_PARALLEL = 32;

/**
 * Runs a Python UDF on groups of rows. Uses constant memory for any number of rows.
 * Not supported: adapter_call, generate_sql_for_import_spec, generate_sql_for_export_spec and the memory limit.
 * @throws ExasolError 22002 `VM error: F-UDF-CL-LIB-1127: …` with the traceback of the UDF; R0003 if the signal is aborted
 */
export async function runUdf(call: UdfCall): Promise<void> {
  await withVms(call, async (startVm) => {
    const vms = new VmPool(call, startVm);
    let vm: PythonVm | undefined;
    for await (const { group, rows, isFirst, isLast } of splitRows(call.input)) {
      if (isFirst || vm === undefined) vm = vms.choose();
      const columns = toWire(rows, call.inputColumns);
      await vm.sendRows({ type: 'rows', group, count: rows.length, last: isLast, columns });
    }
    await vms.finish();
  });
}

/** The result of `default_output_columns()` of a script with dynamic output; `undefined` if the script has no such function. */
export async function readDefaultOutputColumns(options: UdfProcessOptions): Promise<string | undefined> {
  return await withVms(options, async (startVm) => {
    let value: string | undefined;
    const vm = startVm({
      first: { type: 'call', function: 'default_output_columns' },
      maxPendingFrames: 0,
      onFrame: async (frame) => {
        if (frame.type === 'returned') value = frame.value;
      },
    });
    await vm.ended;
    return value;
  });
}

/** The processes of one call. Starts a process when it is needed, up to the maximum of the call. */
class VmPool {
  readonly #call: UdfCall;
  readonly #startVm: StartVm;
  readonly #vms: PythonVm[] = [];
  #lastOutput: Promise<void> = Promise.resolve();

  constructor(call: UdfCall, startVm: StartVm) {
    this.#call = call;
    this.#startVm = startVm;
  }

  /** The process with the fewest pending frames, or a new one if all have some. */
  choose(): PythonVm {
    const { vms: maxVms = 1, outputColumns } = this.#call;
    const [idlest] = this.#vms.toSorted((a, b) => a.pending - b.pending);
    if (idlest !== undefined && (idlest.pending === 0 || this.#vms.length >= maxVms)) return idlest;
    const vm = this.#startVm({
      first: { type: 'run' },
      maxPendingFrames: maxVms > 1 ? MAX_PENDING_FRAMES_IN_PARALLEL : MAX_PENDING_FRAMES,
      onFrame: async (frame) => {
        if (frame.type !== 'rows') return;
        await this.#output({ group: frame.group, rows: fromWire(frame.columns, frame.count, outputColumns) });
      },
    });
    this.#vms.push(vm);
    return vm;
  }

  async finish(): Promise<void> {
    for (const vm of this.#vms) vm.finish();
    await Promise.all(this.#vms.map((vm) => vm.ended));
  }

  /** Passes on the rows of all processes, one call of `onOutput` at a time. */
  #output(output: UdfRows): Promise<void> {
    const delivered = this.#lastOutput.then(() => this.#call.onOutput(output));
    this.#lastOutput = delivered.catch(() => undefined);
    return delivered;
  }
}

interface RowFrame extends UdfRows {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Splits chunks into frames and marks the first and last frame of each group. */
async function* splitRows(input: AsyncIterable<UdfRows>): AsyncGenerator<RowFrame> {
  let previous: Omit<RowFrame, 'isLast'> | undefined;
  for await (const { group, rows } of input) {
    for (let from = 0; from === 0 || from < rows.length; from += MAX_FRAME_ROWS) {
      if (previous !== undefined) yield { ...previous, isLast: previous.group !== group };
      previous = { group, rows: rows.slice(from, from + MAX_FRAME_ROWS), isFirst: previous?.group !== group };
    }
  }
  if (previous !== undefined) yield { ...previous, isLast: true };
}
