const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How to write a duration, for every error about one. */
export const durationHint = 'Use a duration such as 15s, 2m or 1.5h';

/** A time to wait: as `parseSpanMs`, and not longer than a timer can count. */
export function parseDurationMs(text: string): number | undefined {
  const milliseconds = parseSpanMs(text);
  // setTimeout counts in 32 bits; what is longer would fire at once
  return milliseconds !== undefined && milliseconds < 2 ** 31 ? milliseconds : undefined;
}

/** Reads `10s`, `500ms`, `2m`, `1.5h` or `30d`; undefined without a unit, for anything else, and for zero. */
export function parseSpanMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  const factor = unitsMs[match?.[2] ?? ''];
  const milliseconds = factor === undefined ? 0 : Number(match?.[1]) * factor;
  return milliseconds > 0 ? milliseconds : undefined;
}
