/** Shapes of request members, as in the service model. Shapes are data that validate.ts interprets. */

export type Shape =
  | StringShape
  | NumberShape
  | BooleanShape
  | TimestampShape
  | ListShape
  | MapShape
  | StructureShape
  | GapShape;

export interface StringShape {
  readonly type: 'string';
  readonly min?: number;
  readonly max?: number;
  /** Must match the whole value. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface NumberShape {
  readonly type: 'integer' | 'float';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly type: 'boolean';
}

export interface TimestampShape {
  readonly type: 'timestamp';
}

export interface ListShape {
  readonly type: 'list';
  readonly member: Shape;
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly type: 'map';
  readonly key: StringShape;
  readonly value: StringShape;
  readonly max?: number;
}

export interface StructureShape {
  readonly type: 'structure';
  readonly required: readonly string[];
  readonly members: Readonly<Record<string, Shape>>;
}

/** A member that the sandbox does not support. A request with this member fails with an error that names it. */
export interface GapShape {
  readonly type: 'gap';
}

export const string = (limits: Omit<StringShape, 'type'> = {}): StringShape => ({ type: 'string', ...limits });

export const integer = (min?: number, max?: number): NumberShape => ({
  type: 'integer',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

export const float = (): NumberShape => ({ type: 'float' });

export const boolean: BooleanShape = { type: 'boolean' };

export const timestamp: TimestampShape = { type: 'timestamp' };

export const gap: GapShape = { type: 'gap' };

export const list = (member: Shape, limits: { min?: number; max?: number } = {}): ListShape => ({
  type: 'list',
  member,
  ...limits,
});

export const map = (key: StringShape, value: StringShape, max?: number): MapShape => ({
  type: 'map',
  key,
  value,
  ...(max === undefined ? {} : { max }),
});

/** A name with the suffix `!` is required. */
export function structure(members: Readonly<Record<string, Shape>>): StructureShape {
  const names = Object.keys(members);
  return {
    type: 'structure',
    required: names.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1)),
    members: Object.fromEntries(Object.entries(members).map(([name, shape]) => [name.replace(/!$/, ''), shape])),
  };
}
