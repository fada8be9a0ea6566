const units = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** Formats a number of bytes in powers of 1,000, as AWS bills them: `532 B`, `1.2 kB`, `34 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 'B';
  for (const larger of units) {
    if (value < 999.5) {
      break;
    }
    value /= 1000;
    unit = larger;
  }
  return `${value < 9.95 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
