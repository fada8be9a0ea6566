/** Text of whatever origin, without what would make a terminal do something: move its cursor, change its title, turn text around. */
export function hideControls(text: string): string {
  return text.replaceAll(/(?![\n\t]|\r\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}
