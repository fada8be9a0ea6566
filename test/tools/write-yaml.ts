/**
 * Writes plain data as YAML: block style, keys as they are, and strings in JSON's quotes, which YAML reads as JSON does. So no value needs
 * YAML's rules about what looks like a number, a boolean or a date.
 */
export function writeYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${writeYaml(item, `${indent}  `).trimStart()}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, member]) => {
        const isNested = typeof member === 'object' && member !== null;
        return `${indent}${key}:${isNested ? `\n${writeYaml(member, `${indent}  `)}` : ` ${writeYaml(member)}`}`;
      })
      .join('');
  }
  return `${JSON.stringify(value)}\n`;
}
