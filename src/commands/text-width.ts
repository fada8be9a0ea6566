const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What terminals draw two columns wide: East Asian wide and fullwidth blocks (Unicode TR 11), and emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function measureCharacter(character: string): number {
  if (invisible.test(character)) {
    return 0;
  }
  return wide.test(character) ? 2 : 1;
}

/** How many columns a line takes on a terminal. */
export function measureText(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += measureCharacter(segment);
  }
  return width;
}

/** A line of at most so many columns; what is cut off shows as `…`. */
export function cutText(text: string, columns: number): string {
  if (measureText(text) <= columns) {
    return text;
  }
  let [kept, width] = ['', 0];
  for (const { segment } of segmenter.segment(text)) {
    width += measureCharacter(segment);
    if (width > columns - 1) {
      break;
    }
    kept += segment;
  }
  return columns < 1 ? '' : `${kept}…`;
}

/** A line of exactly so many columns, blanks behind it, or in front of it. */
export function padText(text: string, columns: number, side: 'left' | 'right' = 'right'): string {
  const blanks = ' '.repeat(Math.max(0, columns - measureText(text)));
  return side === 'right' ? `${text}${blanks}` : `${blanks}${text}`;
}
