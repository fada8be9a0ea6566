/** Enough of an access key id to tell one from another. */
export function showKeyIdEnd(keyId: string): string {
  return keyId.slice(-4);
}
