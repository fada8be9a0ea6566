import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAbortError } from '../lua/abort-error.js';
import { forkUdfProcess } from './fork-server.js';
import type { HostFrame } from './frames.js';
import { makeConnectionResponse, makeScriptResponse } from './host-requests.js';
import { makeBaseEnvironment, resolveInterpreter } from './interpreter.js';
import { readOptionLines } from './option-lines.js';
import { PythonVm } from './python-vm.js';
import type { UdfProcessOptions } from './types.js';
import { spawnUdfProcess } from './udf-process.js';
import { describeColumn } from './wire-columns.js';

/** Exasol's default limit of a VM. The sandbox reports it but does not enforce it. */
const MEMORY_LIMIT_BYTES = 4096 * 1024 * 1024;

interface VmStart {
  /** Fields of the first frame in addition to the description of the script. */
  readonly first: object;
  readonly maxPendingFrames: number;
  readonly onFrame: (frame: HostFrame) => Promise<void>;
}

export type StartVm = (start: VmStart) => PythonVm;

const homes = new Set<string>();
// Deletes the folders of calls that still run when the sandbox exits. Their processes have been killed by then.
process.on('exit', () => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/**
 * Calls `use` with a function that starts Python processes for a script. When `use` settles or the signal is aborted, kills the
 * remaining processes and deletes their folder.
 */
export async function withVms<T>(options: UdfProcessOptions, use: (startVm: StartVm) => Promise<T>): Promise<T> {
  const { signal } = options;
  if (signal?.aborted) throw makeAbortError(signal);
  const executable = await resolveInterpreter(options.interpreter);
  const home = await mkdtemp(join(tmpdir(), 'udf-'));
  homes.add(home);
  const vms: PythonVm[] = [];
  const stopAll = (error: unknown) => {
    for (const vm of vms) vm.stop(error);
  };
  const onAbort = () => signal && stopAll(makeAbortError(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await use((start) => {
      const vm = startVm(options, executable, home, start);
      vms.push(vm);
      if (signal?.aborted) onAbort();
      return vm;
    });
  } catch (error) {
    throw signal?.aborted ? makeAbortError(signal) : error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stopAll(new Error('The call has ended.'));
    await Promise.allSettled(vms.map((vm) => vm.ended));
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
    homes.delete(home);
  }
}

function startVm(options: UdfProcessOptions, executable: string, home: string, start: VmStart): PythonVm {
  const { env, code } = readOptionLines(options.script.body);
  const { forkServer, onPrint } = options;
  const processStart = {
    executable,
    home,
    env: { ...makeBaseEnvironment(), TMPDIR: home, ...options.env, ...env },
    onPrint,
  };
  // Python reads variables such as PYTHONPATH only when the interpreter starts.
  const canFork = forkServer?.executable === executable && Object.keys(env).length === 0;
  return new PythonVm({
    process: canFork ? forkUdfProcess(forkServer, processStart) : spawnUdfProcess(processStart),
    start: { ...describeStart(options), ...start.first, home, code },
    maxPendingFrames: start.maxPendingFrames,
    onFrame: async (frame) => {
      if (frame.type === 'connection') return await makeConnectionResponse(options, frame.name);
      if (frame.type === 'script') return await makeScriptResponse(options, frame.name);
      return await start.onFrame(frame);
    },
  });
}

function describeStart({ script, meta, inputColumns, outputColumns }: UdfProcessOptions): object {
  const input = script.definition.kind === 'udf' ? script.definition.input : 'SCALAR';
  const output = script.definition.kind === 'udf' ? script.definition.output.kind : 'EMITS';
  return {
    input,
    output,
    inputColumns: inputColumns.map(describeColumn),
    outputColumns: outputColumns.map(describeColumn),
    meta: {
      ...meta,
      session_id: String(meta.session_id),
      script_code: script.body,
      node_id: 0,
      vm_id: String(randomInt(2 ** 47)),
      memory_limit: MEMORY_LIMIT_BYTES,
      input_type: input,
      output_type: output === 'RETURNS' ? 'RETURN' : 'EMIT',
    },
  };
}
