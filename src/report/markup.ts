/** HTML that is safe to be put into HTML. Made by `html` and `trust` only. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text is escaped, nothing is left out. */
type Slot = Markup | string | number | undefined | readonly Slot[];

/** Characters that mean something in HTML text or in an attribute within quotes. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * What HTML cannot hold, or what lies about the order of letters: control characters but tab and line end, surrogates without a partner, marks that
 * turn the direction of text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** Text without what cannot be shown, a mark in its place. */
function hideUnprintable(text: string): string {
  return text.replaceAll(unprintable, '\ufffd');
}

/** Text as HTML text or as the value of an attribute within double quotes. */
export function escapeHtml(text: string): string {
  return hideUnprintable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A template of HTML: what is put into it is escaped, unless it is Markup. */
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
