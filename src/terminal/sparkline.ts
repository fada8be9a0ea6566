const bars = '▁▂▃▄▅▆▇█';

/** Numbers as a row of bars, from the smallest to the largest of them; equal numbers as half-high bars. */
export function drawSparkline(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values
    .map((value) => {
      const share = most === least ? 0.5 : (value - least) / (most - least);
      return bars[Math.round(share * (bars.length - 1))] ?? '';
    })
    .join('');
}

/** How far something is, as a bar of so many columns. */
export function drawProgress(share: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}`;
}
