import type { PythonVm } from './python-vm.js';
import type { UdfCall, UdfProcessOptions, UdfRows } from './types.js';
import { type StartVm, withVms } from './vm-starter.js';
import { fromWire, toWire } from './wire-columns.js';

export type { UdfCall, UdfProcessOptions, UdfRows } from './types.js';

/** Rows in one frame: large enough for JSON to be quick, small enough for little memory. */
const ROWS_IN_FRAME = 2048;
const FRAMES_AHEAD = 3;
/** With several processes, enough that the next one gets its group before the first has finished its own. */
const FRAMES_AHEAD_OF_MANY = 32;

/**
 * Runs a Python UDF over groups of rows. Memory stays bounded whatever the number of rows.
 * Gaps: adapter_call, generate_sql_for_import_spec and generate_sql_for_export_spec are never called; the memory limit is not enforced.
 * @throws ExasolError 22002 `VM error: F-UDF-CL-LIB-1127: …` with the traceback of the UDF; R0003 where the signal fired
 */
export async function runUdf(call: UdfCall): Promise<void> {
  await withVms(call, async (startVm) => {
    const vms = new VmRing(call, startVm);
    let vm: PythonVm | undefined;
    for await (const { group, rows, isFirst, isLast } of splitRows(call.input)) {
      if (isFirst || vm === undefined) vm = vms.choose();
      const columns = toWire(rows, call.inputColumns);
      await vm.sendRows({ type: 'rows', group, count: rows.length, last: isLast, columns });
    }
    await vms.finish();
  });
}

/** What `default_output_columns()` of a script with dynamic output answers; `undefined` where the script has no such function. */
export async function readDefaultOutputColumns(options: UdfProcessOptions): Promise<string | undefined> {
  return await withVms(options, async (startVm) => {
    let value: string | undefined;
    const vm = startVm({
      first: { type: 'call', function: 'default_output_columns' },
      framesAhead: 0,
      onFrame: async (frame) => {
        if (frame.type === 'called') value = frame.value;
      },
    });
    await vm.ended;
    return value;
  });
}

/** The processes of one call: started when needed, up to as many as were asked for. */
class VmRing {
  readonly #call: UdfCall;
  readonly #startVm: StartVm;
  readonly #vms: PythonVm[] = [];
  #lastOutput: Promise<void> = Promise.resolve();

  constructor(call: UdfCall, startVm: StartVm) {
    this.#call = call;
    this.#startVm = startVm;
  }

  /** The process with the least work; a new one where all have some. */
  choose(): PythonVm {
    const { vms: maximum = 1, outputColumns } = this.#call;
    const [idlest] = this.#vms.toSorted((a, b) => a.pending - b.pending);
    if (idlest !== undefined && (idlest.pending === 0 || this.#vms.length >= maximum)) return idlest;
    const vm = this.#startVm({
      first: { type: 'run' },
      framesAhead: maximum > 1 ? FRAMES_AHEAD_OF_MANY : FRAMES_AHEAD,
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

  /** One after the other, whichever process it comes from. */
  #output(output: UdfRows): Promise<void> {
    const handed = this.#lastOutput.then(() => this.#call.onOutput(output));
    this.#lastOutput = handed.catch(() => undefined);
    return handed;
  }
}

interface Part extends UdfRows {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Cuts chunks into frames and says which of them begin and end a group. */
async function* splitRows(input: AsyncIterable<UdfRows>): AsyncGenerator<Part> {
  let held: Omit<Part, 'isLast'> | undefined;
  for await (const { group, rows } of input) {
    for (let from = 0; from === 0 || from < rows.length; from += ROWS_IN_FRAME) {
      if (held !== undefined) yield { ...held, isLast: held.group !== group };
      held = { group, rows: rows.slice(from, from + ROWS_IN_FRAME), isFirst: held?.group !== group };
    }
  }
  if (held !== undefined) yield { ...held, isLast: true };
}
