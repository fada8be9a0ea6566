import { hideControls } from '../text/hide-controls.js';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What terminals draw two columns wide: East Asian wide and fullwidth blocks (Unicode TR 11), and emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}/u;
/** What switches a colour on or off (SGR), the only sequence that we write into lines. */
const colourSwitch = /(\p{Cc}\[[\d;]*m)/gu;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function measureCharacter(character: string): number {
  if (invisible.test(character)) {
    return 0;
  }
  return wide.test(character) ? 2 : 1;
}

/** How many columns a line takes on a terminal; switching a colour takes none. */
export function measureText(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text.replaceAll(colourSwitch, ''))) {
    width += measureCharacter(segment);
  }
  return width;
}

/** A line of at most so many columns; what is cut off shows as `…`. A colour that was switched on is switched off all the same. */
export function cutText(text: string, columns: number): string {
  if (measureText(text) <= columns) {
    return text;
  }
  if (columns < 1) {
    return '';
  }
  let [kept, width] = ['', 0];
  for (const part of text.split(colourSwitch)) {
    if (part.startsWith('\u001b')) {
      kept += part;
      continue;
    }
    for (const { segment } of segmenter.segment(part)) {
      const isOver = width > columns - 1;
      width += measureCharacter(segment);
      if (!isOver) {
        kept += width > columns - 1 ? '…' : segment;
      }
    }
  }
  return kept;
}

/** Text of whatever origin as one line that a terminal takes for text: no line breaks, and nothing that moves its cursor or worse. */
export function flattenText(text: string): string {
  return hideControls(text.replaceAll(/\s+/g, ' '));
}

/** A line of exactly so many columns, blanks behind it, or in front of it. */
export function padText(text: string, columns: number, side: 'left' | 'right' = 'right'): string {
  const blanks = ' '.repeat(Math.max(0, columns - measureText(text)));
  return side === 'right' ? `${text}${blanks}` : `${blanks}${text}`;
}

/** A line as lines of at most so many columns, broken between words, each with the blanks that the first begins with. */
export function wrapLine(line: string, columns: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current === '' ? `${indent}${word}` : `${current} ${word}`;
    if (current !== '' && measureText(longer) > columns) {
      lines.push(current);
      current = `${indent}${word}`;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
