import type { Row } from '../../types/values.js';
import { runUdf, type UdfProcessOptions, type UdfRows } from '../../udf/run-udf.js';
import type { EngineContext } from '../engine/types.js';
import { streamQuery } from '../query/rows.js';
import { Channel } from './channel.js';
import type { ScriptInput } from './input.js';

/**
 * Streams the input through the UDF.
 * @param split a chunk of input rows → rows for the UDF with their groups
 * @returns the number of input rows; 0 if the context describes only
 */
export async function runScript(
  process: UdfProcessOptions,
  input: ScriptInput,
  context: EngineContext,
  vms: number,
  split: (rows: readonly Row[]) => readonly UdfRows[],
  onOutput: (output: UdfRows) => Promise<void>,
): Promise<number> {
  if (context.describesOnly === true) return 0;
  const channel = new Channel<UdfRows>();
  let count = 0;
  const running = runUdf({ ...process, input: channel, onOutput, vms }).catch((error: unknown) => {
    channel.close(error);
    throw error;
  });
  // `await running` below reports a failure; this handler avoids an unhandled rejection until then.
  running.catch(() => undefined);
  try {
    await streamQuery(input.query, context, async (rows) => {
      count += rows.length;
      for (const part of split(rows)) await channel.push(part);
    });
    channel.end();
  } catch (error) {
    channel.fail(error);
    await running.catch(() => undefined);
    throw error;
  }
  await running;
  return count;
}
