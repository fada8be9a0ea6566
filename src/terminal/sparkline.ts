const bars = '▁▂▃▄▅▆▇█';

/** Draws numbers as a row of bars between the smallest and the largest of them. Equal numbers are half-high bars. */
export function drawSparkline(values: readonly number[]): string {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return values
    .map((value) => {
      const share = max === min ? 0.5 : (value - min) / (max - min);
      return bars[Math.round(share * (bars.length - 1))] ?? '';
    })
    .join('');
}

/** Draws a progress bar. @param share from 0 to 1 */
export function drawProgress(share: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}`;
}
