/** Validates a request against its shape and reports all violations at once, in AWS's format. */
import { SageMakerError, sandboxGap, validationException } from '../errors.js';
import type { ListShape, MapShape, NumberShape, Shape, StringShape, StructureShape } from './shape.js';

/**
 * @typeParam Input the SDK's type of the request, which a valid request has
 * @throws SageMakerError SerializationException (a value of the wrong type), ValidationException (all violations, or a gap of the sandbox)
 */
export function validateRequest<Input>(shape: StructureShape, value: unknown): Input {
  const violations: Violation[] = [];
  check(shape, value, '', violations);
  if (violations.length > 0) {
    const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
    const texts = violations.map(
      ({ path, shown, constraint }) =>
        `Value ${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`,
    );
    throw validationException(count + texts.join('; '));
  }
  return value as Input;
}

interface Violation {
  readonly path: string;
  /** The value in AWS's format: quoted, or `null`. */
  readonly shown: string;
  /** Completes AWS's text `Member must …`. */
  readonly constraint: string;
}

function check(shape: Shape, value: unknown, path: string, violations: Violation[]): void {
  switch (shape.type) {
    case 'structure':
      checkStructure(shape, value, path, violations);
      break;
    case 'list':
      checkList(shape, value, path, violations);
      break;
    case 'map':
      checkMap(shape, value, path, violations);
      break;
    case 'string':
      checkString(shape, value, path, violations);
      break;
    case 'integer':
    case 'float':
      checkNumber(shape, value, path, violations);
      break;
    case 'boolean':
      requireType(typeof value === 'boolean', value, 'a Boolean', path);
      break;
    case 'timestamp':
      requireType(typeof value === 'number', value, 'a Timestamp', path);
      break;
    case 'gap':
      throw sandboxGap(`the parameter '${path}'`);
  }
}

function checkStructure(shape: StructureShape, value: unknown, path: string, violations: Violation[]): void {
  requireType(isRecord(value), value, 'a Structure', path);
  const members = value as Record<string, unknown>;
  for (const name of shape.required) {
    if (members[name] == null) {
      violations.push({ path: join(path, lowerFirst(name)), shown: 'null', constraint: 'not be null' });
    }
  }
  // AWS ignores members that are not in the model.
  for (const [name, member] of Object.entries(shape.members)) {
    if (members[name] != null) check(member, members[name], join(path, lowerFirst(name)), violations);
  }
}

function checkList(shape: ListShape, value: unknown, path: string, violations: Violation[]): void {
  requireType(Array.isArray(value), value, 'a List', path);
  const items = value as unknown[];
  checkLength(shape, items.length, `'${describe(items)}'`, path, violations);
  for (const [index, item] of items.entries()) check(shape.member, item, `${path}.${index + 1}.member`, violations);
}

function checkMap(shape: MapShape, value: unknown, path: string, violations: Violation[]): void {
  requireType(isRecord(value), value, 'a Map', path);
  const entries = Object.entries(value as Record<string, unknown>);
  checkLength(shape, entries.length, `'${describe(value)}'`, path, violations);
  for (const [key, item] of entries) {
    checkString(shape.key, key, `${path}.key`, violations);
    checkString(shape.value, item, `${path}.${key}.member`, violations);
  }
}

function checkString(shape: StringShape, value: unknown, path: string, violations: Violation[]): void {
  requireType(typeof value === 'string', value, 'a String', path);
  const text = value as string;
  const shown = `'${text}'`;
  if (shape.enum && !shape.enum.includes(text)) {
    violations.push({ path, shown, constraint: `satisfy enum value set: [${shape.enum.join(', ')}]` });
  }
  checkLength(shape, [...text].length, shown, path, violations);
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, 'su').test(text)) {
    violations.push({ path, shown, constraint: `satisfy regular expression pattern: ${shape.pattern}` });
  }
}

function checkNumber(shape: NumberShape, value: unknown, path: string, violations: Violation[]): void {
  const isRight = typeof value === 'number' && (shape.type === 'float' || Number.isInteger(value));
  requireType(isRight, value, shape.type === 'float' ? 'a Float' : 'an Integer', path);
  const shown = `'${value}'`;
  const number = value as number;
  if (shape.min !== undefined && number < shape.min) {
    violations.push({ path, shown, constraint: `have value greater than or equal to ${shape.min}` });
  }
  if (shape.max !== undefined && number > shape.max) {
    violations.push({ path, shown, constraint: `have value less than or equal to ${shape.max}` });
  }
}

function checkLength(
  limits: { readonly min?: number; readonly max?: number },
  length: number,
  shown: string,
  path: string,
  violations: Violation[],
): void {
  if (limits.min !== undefined && length < limits.min) {
    violations.push({ path, shown, constraint: `have length greater than or equal to ${limits.min}` });
  }
  if (limits.max !== undefined && length > limits.max) {
    violations.push({ path, shown, constraint: `have length less than or equal to ${limits.max}` });
  }
}

function requireType(isValid: boolean, value: unknown, expected: string, path: string): void {
  if (isValid) return;
  const actual = Array.isArray(value) ? 'LIST' : typeof value === 'object' ? 'STRUCTURE' : typeof value;
  const where = path === '' ? '' : ` at '${path}'`;
  throw new SageMakerError(
    'SerializationException',
    `${actual.toUpperCase()}_VALUE can not be converted to ${expected}${where}`,
  );
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const describe = (value: unknown): string => JSON.stringify(value).slice(0, 200);

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
