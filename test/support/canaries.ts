/** A secret that a test passes in, and that no output may contain. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/**
 * Finds secrets in texts, in plain text or encoded: escaped for SQL, JSON, HTML, a shell or a URL, in upper case as a name,
 * in base64 at any offset, in hex.
 */
export class CanaryFinder {
  readonly #needles: readonly { readonly name: string; readonly forms: readonly string[] }[];

  constructor(canaries: readonly Canary[]) {
    this.#needles = canaries.map(({ name, value }) => ({ name, forms: listForms(value) }));
  }

  /** The names of the secrets that a text contains. */
  find(text: string): readonly string[] {
    const [plain, unbroken] = [text.toLowerCase(), text.replaceAll(/[\r\n]/g, '').toLowerCase()];
    return this.#needles
      .filter(({ forms }) => forms.some((form) => plain.includes(form) || unbroken.includes(form)))
      .map(({ name }) => name);
  }
}

/** The part that no escaping changes: the longest run of letters and digits. */
function findCore(value: string): string {
  const [core = value] = [...(value.match(/[A-Za-z0-9]+/g) ?? [])].sort((left, right) => right.length - left.length);
  return core;
}

function listForms(value: string): readonly string[] {
  const core = findCore(value);
  // short texts can occur anywhere by chance
  const cores = core.length >= 12 ? [core] : [];
  return [...cores, value, encodeURIComponent(value), ...[...cores, value].flatMap(encode)].map((form) =>
    form.toLowerCase(),
  );
}

/** The text in base64 after 0, 1 or 2 other bytes, without the characters that encode its neighbors, too; and in hex. */
function encode(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const offsets = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return encoded.slice(before === 0 ? 0 : before + 1, -2);
  });
  const forUrls = offsets.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [...offsets, ...forUrls, bytes.toString('hex')];
}
