/** Replaces characters that control a terminal: they move its cursor, change its title or reverse text. Keeps tabs and line breaks. */
export function replaceControlCharacters(text: string): string {
  return text.replaceAll(/(?![\n\t]|\r\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}
