import { expect, test } from 'vitest';
import { formatBytes } from '../../../src/text/format-bytes.js';

test.each([
  { bytes: 0, text: '0 B' },
  { bytes: 999, text: '999 B' },
  { bytes: 1000, text: '1.0 kB' },
  { bytes: 9949, text: '9.9 kB' },
  { bytes: 9950, text: '10 kB' },
  { bytes: 999_499, text: '999 kB' },
  { bytes: 999_500, text: '1.0 MB' },
  { bytes: 34_000_000_000, text: '34 GB' },
  { bytes: 5e18, text: '5000 PB' },
])('formats $bytes bytes as $text', ({ bytes, text }) => {
  expect(formatBytes(bytes)).toBe(text);
});
