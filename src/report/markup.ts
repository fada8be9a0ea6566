/** Safe HTML, created only by `html` and `trust`. */
export class Markup {
  constructor(readonly text: string) {}
}

/** A value in a template: text is escaped, undefined is omitted. */
type Slot = Markup | string | number | undefined | readonly Slot[];

/** Characters with a meaning in HTML text or quoted attributes. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Characters that are invalid in HTML or can disguise text: control characters except tab and line end, unpaired surrogates, and marks
 * that change the direction of text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them
const unprintable = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** Replaces each of these characters with U+FFFD. */
function replaceUnprintable(text: string): string {
  return text.replaceAll(unprintable, '\ufffd');
}

/** Escapes text for HTML and for double-quoted attributes. */
export function escapeHtml(text: string): string {
  return replaceUnprintable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** An HTML template that escapes all values except Markup. */
export function html(parts: TemplateStringsArray, ...slots: readonly Slot[]): Markup {
  return new Markup(parts.map((part, index) => `${part}${writeSlot(slots[index])}`).join(''));
}

/** Text that is already HTML, such as the style sheet. */
export function trust(text: string): Markup {
  return new Markup(text);
}

function writeSlot(slot: Slot): string {
  if (slot === undefined) {
    return '';
  }
  if (slot instanceof Markup) {
    return slot.text;
  }
  return typeof slot === 'object' ? slot.map(writeSlot).join('') : escapeHtml(String(slot));
}
