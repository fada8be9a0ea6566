const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The fix in every error about an invalid duration. */
export const durationHint = 'Use a duration such as 15s, 2m or 1.5h';

/** Like `parseSpanMs`, but also undefined for a duration that is too long for a timer. */
export function parseDurationMs(text: string): number | undefined {
  const milliseconds = parseSpanMs(text);
  // setTimeout counts in 32-bit milliseconds; a longer delay would end immediately
  return milliseconds !== undefined && milliseconds < 2 ** 31 ? milliseconds : undefined;
}

/** Parses `10s`, `500ms`, `2m`, `1.5h` or `30d`. Returns undefined for anything else, for zero and for a number without a unit. */
export function parseSpanMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  const factor = unitsMs[match?.[2] ?? ''];
  const milliseconds = factor === undefined ? 0 : Number(match?.[1]) * factor;
  return milliseconds > 0 ? milliseconds : undefined;
}
