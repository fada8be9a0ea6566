import { z } from 'zod';
import type { WireCell } from './wire-columns.js';

/** Columns of cells. Validating each cell would take longer than everything else that happens to it. */
const columnsSchema = z.custom<WireCell[][]>((value) => Array.isArray(value) && value.every(Array.isArray));

/** The frames that host.py sends. */
export const hostFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rows'), group: z.number(), count: z.number(), columns: columnsSchema }),
  z.object({ type: z.literal('consumed') }),
  z.object({ type: z.literal('connection'), name: z.string() }),
  z.object({ type: z.literal('script'), name: z.string() }),
  z.object({ type: z.literal('returned'), isDefined: z.boolean(), value: z.string().optional() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('done') }),
]);
export type HostFrame = z.infer<typeof hostFrameSchema>;

/** Both sides encode a frame as its length (four bytes, big endian) and JSON in UTF-8. */
export function encodeFrame(frame: unknown): Buffer {
  const text = JSON.stringify(frame);
  const data = Buffer.allocUnsafe(4 + Buffer.byteLength(text));
  data.writeUInt32BE(data.length - 4);
  data.write(text, 4);
  return data;
}

/** Yields the frames of a stream, which it reads on demand. Ignores an incomplete last frame: the process has died. */
export async function* readFrames(stream: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    let needed = frameLength(chunks, size);
    if (size < needed) continue;
    let data = Buffer.concat(chunks);
    while (data.length >= needed) {
      yield JSON.parse(data.toString('utf8', 4, needed));
      data = data.subarray(needed);
      needed = frameLength([data], data.length);
    }
    chunks = [data];
    size = data.length;
  }
}

function frameLength(chunks: readonly Buffer[], size: number): number {
  if (size < 4) return Number.POSITIVE_INFINITY;
  const [first = Buffer.alloc(0)] = chunks;
  const head = first.length >= 4 ? first : Buffer.concat(chunks, 4);
  return 4 + head.readUInt32BE();
}
