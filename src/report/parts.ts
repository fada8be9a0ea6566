import { html, type Markup } from './markup.js';
import { formatUtc } from './numbers.js';

/** Pieces that several sections have in common. */

/** A section with a heading that can be linked to. */
export function makeSection(id: string, title: string, ...content: readonly (Markup | undefined)[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

/** A paragraph in place of what is not there. */
export function sayAbsent(reason: string): Markup {
  return html`<p class="absent">${reason}</p>\n`;
}

/** What is wider or longer than its place scrolls within; the keyboard reaches it, too. */
export function makeScrollable(label: string, content: Markup, className = ''): Markup {
  return html`<div class="scroll ${className}" role="region" aria-label="${label}" tabindex="0">${content}</div>\n`;
}

/** Names and values; a value that is missing is left out with its name. */
export function makeFacts(facts: readonly (readonly [name: string, value: Markup | string | undefined])[]): Markup {
  const given = facts.filter(([, value]) => value !== undefined);
  return html`<dl class="facts">${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>\n`;
}

/** A name of the database or of AWS, as it is. */
export function makeCode(text: string): Markup {
  return html`<code>${text}</code>`;
}

/** An ARN or a URI; it may be broken behind its dividers. */
export function makePath(text: string): Markup {
  return html`<code>${text.split(/(?<=[:/])/).map((part) => html`${part}<wbr>`)}</code>`;
}

/** A statement, selected as a whole by one click. */
export function makeSql(label: string, sql: string): Markup {
  return html`<figure class="sql"><figcaption>${label}</figcaption><pre tabindex="0"><code>${sql}</code></pre></figure>\n`;
}

/** A moment that machines can read as well. */
export function makeMoment(moment: Date): Markup {
  return html`<time datetime="${moment.toISOString()}">${formatUtc(moment)}</time>`;
}

/** A number in a cell: shown with as many decimals as its column has, kept in full for whoever copies the page's source. */
export function makeNumber(value: number | undefined, format: (value: number) => string): Markup {
  return value === undefined
    ? html`<td class="number none">–</td>`
    : html`<td class="number"><data value="${value}">${format(value)}</data></td>`;
}
