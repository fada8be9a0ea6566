/** The subset of XML that S3's REST protocol needs: reads flat documents and writes nested ones. */

type XmlValue = string | number | boolean | undefined | XmlElement | readonly XmlElement[];

/** Element name → content. A list repeats the element; `undefined` omits it. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function writeXml(root: string, content: XmlElement | string, options: { namespaced: boolean }): string {
  const attribute = options.namespaced ? ` xmlns="${namespace}"` : '';
  const inner = typeof content === 'string' ? escapeXml(content) : writeElements(content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner}</${root}>`;
}

function writeElements(elements: XmlElement): string {
  return Object.entries(elements)
    .map(([name, value]) => {
      if (value === undefined) return '';
      if (Array.isArray(value)) return value.map((item) => `<${name}>${writeElements(item)}</${name}>`).join('');
      const inner = typeof value === 'object' ? writeElements(value as XmlElement) : escapeXml(String(value));
      return `<${name}>${inner}</${name}>`;
    })
    .join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

export const escapeXml = (text: string): string => text.replaceAll(/[&<>"\r]/g, (sign) => escapes[sign] ?? sign);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });
}

/** Inner texts of all elements with the name, which must not be nested. */
export function readElements(xml: string, name: string): string[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}>`, 'g');
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? '');
}

export function readText(xml: string, name: string): string | undefined {
  const inner = readElements(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner);
}
