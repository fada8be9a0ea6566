/**
 * Whether a key comes from AWS STS: AWS refuses it without its session token.
 * Source: IAM user guide, "IAM identifiers", table of unique ID prefixes.
 */
export function isTemporaryKeyId(accessKeyId: string): boolean {
  return accessKeyId.startsWith('ASIA');
}
