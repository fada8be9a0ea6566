const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads `10s`, `500ms`, `2m`, `1.5h` or bare seconds; undefined where it is none of these or not above zero. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(text.trim());
  const factor = unitsMs[match?.[2] ?? 's'];
  if (match === null || factor === undefined) {
    return undefined;
  }
  const milliseconds = Number(match[1]) * factor;
  // setTimeout counts in 32 bits; what is longer would fire at once
  return milliseconds > 0 && milliseconds < 2 ** 31 ? milliseconds : undefined;
}
