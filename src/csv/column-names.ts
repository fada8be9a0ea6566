const maxCharacters = 128;

/**
 * Converts a header to column names that Exasol accepts: `temp_max` becomes TEMP_MAX, as in SQL, and a name that needs quotes stays
 * unchanged. Dots, control characters, empty names, duplicates and names longer than 128 characters are replaced.
 */
export function makeColumnNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((text, position) => {
    const preferred = makeName(text) || `COLUMN_${position + 1}`;
    let name = preferred;
    for (let count = 2; taken.has(name); count += 1) {
      const suffix = `_${count}`;
      name = truncate(preferred, maxCharacters - suffix.length) + suffix;
    }
    taken.add(name);
    return name;
  });
}

function makeName(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this replaces them
  const clean = text.trim().replaceAll(/[.\u0000-\u001f\u007f]/g, '_');
  return truncate(/^[A-Za-z]\w*$/.test(clean) ? clean.toUpperCase() : clean, maxCharacters);
}

function truncate(text: string, characters: number): string {
  return [...text].slice(0, characters).join('');
}

/** Finds a column by its exact name in the header, or else the only one whose name differs only in case. */
export function findColumn(header: readonly string[], wanted: string): number | undefined {
  const exact = header.findIndex((name) => name.trim() === wanted.trim());
  if (exact >= 0) return exact;
  const fold = (name: string): string => name.trim().toLowerCase();
  const similar = header.flatMap((name, position) => (fold(name) === fold(wanted) ? [position] : []));
  return similar.length === 1 ? similar[0] : undefined;
}
