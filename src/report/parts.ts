import { html, type Markup } from './markup.js';
import { formatUtc } from './numbers.js';

/** Elements that several sections use. */

/** A section with a heading and an anchor. */
export function makeSection(id: string, title: string, ...content: readonly (Markup | undefined)[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

/** A paragraph that replaces missing content. */
export function makeAbsenceNote(reason: Markup | string): Markup {
  return html`<p class="absent">${reason}</p>\n`;
}

/** A scrollable container for wide or long content, accessible by keyboard. */
export function makeScrollable(label: string, content: Markup, className = ''): Markup {
  return html`<div class="scroll ${className}" role="region" aria-label="${label}" tabindex="0">${content}</div>\n`;
}

/** Names and values; entries without a value are omitted. */
export function makeFacts(facts: readonly (readonly [name: string, value: Markup | string | undefined])[]): Markup {
  const given = facts.filter(([, value]) => value !== undefined);
  return html`<dl class="facts">${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>\n`;
}

/** A name of the database or of AWS. */
export function makeCode(text: string): Markup {
  return html`<code>${text}</code>`;
}

/** An ARN or a URI, breakable after its separators. */
export function makePath(text: string): Markup {
  return html`<code>${text.split(/(?<=[:/])/).map((part) => html`${part}<wbr>`)}</code>`;
}

/** A statement; one click selects all of it. */
export function makeSql(label: string, sql: string): Markup {
  return html`<figure class="sql"><figcaption>${label}</figcaption><pre tabindex="0"><code>${sql}</code></pre></figure>\n`;
}

/** A machine-readable moment. */
export function makeMoment(moment: Date): Markup {
  return html`<time datetime="${moment.toISOString()}">${formatUtc(moment)}</time>`;
}

/** A number in a table cell, formatted for its column; the `value` attribute has all digits. */
export function makeNumber(value: number | undefined, format: (value: number) => string): Markup {
  return value === undefined
    ? html`<td class="number none">–</td>`
    : html`<td class="number"><data value="${value}">${format(value)}</data></td>`;
}
