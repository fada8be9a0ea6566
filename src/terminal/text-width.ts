import { replaceControlCharacters } from '../text/control-characters.js';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters that take two columns: East Asian wide and fullwidth blocks (Unicode TR 11), and emoji. */
const wideCharacter =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}/u;
/** Escape sequences for colors (SGR), the only ones that sme writes into lines. */
const colorSequence = /(\p{Cc}\[[\d;]*m)/gu;
const invisibleCharacters = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function measureCharacter(character: string): number {
  if (invisibleCharacters.test(character)) {
    return 0;
  }
  return wideCharacter.test(character) ? 2 : 1;
}

/** Returns how many terminal columns a line takes. Color sequences take none. */
export function measureWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text.replaceAll(colorSequence, ''))) {
    width += measureCharacter(segment);
  }
  return width;
}

/** Truncates a line to a number of columns and marks the cut with `…`. All color sequences are kept, so that a color always ends. */
export function truncateText(text: string, columns: number): string {
  if (measureWidth(text) <= columns) {
    return text;
  }
  if (columns < 1) {
    return '';
  }
  let [kept, width] = ['', 0];
  for (const part of text.split(colorSequence)) {
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

/** Makes untrusted text safe to print as one line: no line breaks and no control characters. */
export function toSingleLine(text: string): string {
  return replaceControlCharacters(text.replaceAll(/\s+/g, ' '));
}

/** Pads a line with spaces to a number of columns. @param side where the spaces go */
export function padText(text: string, columns: number, side: 'left' | 'right' = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, columns - measureWidth(text)));
  return side === 'right' ? `${text}${spaces}` : `${spaces}${text}`;
}

/** Breaks a line between words into lines of at most `columns` columns, each with the indentation of the first. */
export function wrapLine(line: string, columns: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const longer = current === '' ? `${indent}${word}` : `${current} ${word}`;
    if (current !== '' && measureWidth(longer) > columns) {
      lines.push(current);
      current = `${indent}${word}`;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
