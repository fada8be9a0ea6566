/** Replaces characters that would control a terminal: move its cursor, change its title, reverse the text. Keeps tabs and line breaks. */
export function replaceControlCharacters(text: string): string {
  return text.replaceAll(/(?![\n\t]|\r\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}
