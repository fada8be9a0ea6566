/** A JSON Web Token with these claims, and without a valid signature. */
export function makeJwt(claims: unknown): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.c4nary-signature`;
}
