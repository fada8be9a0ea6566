/** JSON whose integers may exceed 2^53. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | JsonDouble
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** A DOUBLE, which always has a fraction or an exponent, so that clients do not read an integer. */
export class JsonDouble {
  constructor(readonly value: number) {}

  toString(): string {
    const text = JSON.stringify(this.value);
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
}

/** `JSON.stringify` that writes a bigint as a number, so session ids and DECIMAL(18,0) keep all digits. */
export function writeJson(value: JsonValue): string {
  if (typeof value === 'bigint') {
    return value.toString();
  }
  if (value instanceof JsonDouble) {
    return value.toString();
  }
  if (value === null || typeof value !== 'object') {
    return JSON.stringify(value);
  }
  if (isArray(value)) {
    return `[${value.map(writeJson).join(',')}]`;
  }
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) {
      members.push(`${JSON.stringify(key)}:${writeJson(member)}`);
    }
  }
  return `{${members.join(',')}}`;
}

/** Also matches strings, so that digits inside them are skipped. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Number of digits that a JavaScript number can always represent. */
const maxSafeDigits = 15;

/** Python and other clients write these numbers, although JSON does not have them. Also matches strings, so that texts inside them are skipped. */
const stringOrNonFinite = /"(?:[^"\\]|\\.)*"|\bNaN\b|-?\bInfinity\b/gs;

/** A request that is JSON except for NaN or Infinity. */
export class NonFiniteNumberError extends Error {
  constructor(readonly token: string) {
    super(`JSON has no number ${token}`);
    this.name = 'NonFiniteNumberError';
  }
}

/**
 * Reads a request.
 *
 * @param nan what NaN is: an error, or null
 * @throws SyntaxError if the text is not JSON; NonFiniteNumberError
 */
export function readRequest(text: string, nan: 'error' | 'null'): unknown {
  try {
    return readJson(text);
  } catch (error) {
    let refused: string | undefined;
    let found = false;
    const repaired = text.replace(stringOrNonFinite, (token) => {
      if (token.startsWith('"')) return token;
      found = true;
      if (token !== 'NaN' || nan === 'error') refused ??= token;
      return 'null';
    });
    if (!found) throw error;
    const request = readJson(repaired);
    if (refused !== undefined) throw new NonFiniteNumberError(refused);
    return request;
  }
}

/**
 * `JSON.parse` without loss of digits: a number with more digits than a double can represent becomes text, which DECIMAL parameters accept.
 *
 * @throws SyntaxError if the text is not JSON
 */
export function readJson(text: string): unknown {
  if (!/\d{16}|\d\.\d{12}/.test(text)) {
    return JSON.parse(text);
  }
  return JSON.parse(
    text.replace(stringOrNumber, (token) =>
      token.startsWith('"') || countDigits(token) <= maxSafeDigits ? token : `"${token}"`,
    ),
  );
}

function countDigits(token: string): number {
  return (token.split(/[eE]/)[0] ?? '').replace(/\D/g, '').length;
}

function isArray(
  value: readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined },
): value is readonly JsonValue[] {
  return Array.isArray(value);
}
