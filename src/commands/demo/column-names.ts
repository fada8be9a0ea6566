const mostCharacters = 128;

/**
 * Names for the columns of a table from any header: `temp_max` becomes TEMP_MAX (as Exasol itself would fold it), a name that needs quotes is
 * kept as it is. What Exasol cannot have in a name (dots, control characters, more than 128 characters, nothing at all, the same twice) is
 * replaced.
 */
export function makeColumnNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((text, position) => {
    const wanted = makeName(text) || `COLUMN_${position + 1}`;
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) {
      const suffix = `_${count}`;
      name = cut(wanted, mostCharacters - suffix.length) + suffix;
    }
    taken.add(name);
    return name;
  });
}

function makeName(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const clean = text.trim().replaceAll(/[.\u0000-\u001f\u007f]/g, '_');
  return cut(/^[A-Za-z]\w*$/.test(clean) ? clean.toUpperCase() : clean, mostCharacters);
}

function cut(text: string, characters: number): string {
  return [...text].slice(0, characters).join('');
}

/** The column that a user means: as spelt in the header, else the only one that differs in case alone. */
export function findColumn(header: readonly string[], wanted: string): number | undefined {
  const exact = header.findIndex((name) => name.trim() === wanted.trim());
  if (exact >= 0) return exact;
  const fold = (name: string): string => name.trim().toLowerCase();
  const similar = header.flatMap((name, position) => (fold(name) === fold(wanted) ? [position] : []));
  return similar.length === 1 ? similar[0] : undefined;
}
