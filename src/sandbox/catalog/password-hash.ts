import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = 4096;
const KEY_BYTES = 32;

function deriveKey(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { N: cost }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** `scrypt:<cost>:<salt>:<key>`, salt and key in hex. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, COST);
  return `scrypt:${COST}:${salt.toString('hex')}:${key.toString('hex')}`;
}

/** Whether the password matches the hash; false if `hash` is malformed. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [method, cost, salt, key] = hash.split(':');
  if (method !== 'scrypt' || cost === undefined || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'hex');
  const actual = await deriveKey(password, Buffer.from(salt, 'hex'), Number(cost));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
