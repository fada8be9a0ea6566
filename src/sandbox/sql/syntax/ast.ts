/** The syntax tree of Exasol SQL. Names are exact (already folded); `at` is a position in the statement, for errors. */
import type { Position } from '../../tokens/token-stream.js';
import type { DataType } from '../../types/values.js';

export interface ColumnDefinition {
  readonly name: string;
  readonly dataType: DataType;
}

export interface SortItem {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nulls: 'FIRST' | 'LAST' | undefined;
}

export interface WindowFrame {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  /** ROWS/RANGE … in upper case; '' if absent. */
  readonly frame: string;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly path: readonly string[];
  readonly arguments: readonly Expression[];
  readonly distinct: boolean;
  /** ORDER BY inside the parentheses or in WITHIN GROUP. */
  readonly orderBy: readonly SortItem[];
  /** GROUP_CONCAT(… SEPARATOR ',') */
  readonly separator: Expression | undefined;
  readonly over: WindowFrame | undefined;
  readonly nulls: 'IGNORE' | 'RESPECT' | undefined;
  readonly emits: readonly ColumnDefinition[] | undefined;
  /** False for functions without parentheses, such as CURRENT_USER. */
  readonly parentheses: boolean;
  readonly at: Position;
}

export type Expression =
  | {
      readonly kind: 'literal';
      readonly type: 'string' | 'number' | 'boolean' | 'null' | 'date' | 'timestamp';
      readonly value: string;
      readonly at: Position;
    }
  | {
      readonly kind: 'interval';
      readonly value: string;
      readonly from: string;
      readonly to: string;
      readonly at: Position;
    }
  | { readonly kind: 'column'; readonly path: readonly string[]; readonly at: Position }
  | { readonly kind: 'star'; readonly qualifier: readonly string[]; readonly at: Position }
  | { readonly kind: 'parameter'; readonly index: number; readonly at: Position }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'NOT' | 'PRIOR'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'is'; readonly operand: Expression; readonly test: string; readonly negated: boolean }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly list: readonly Expression[] | Query;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly operator: 'LIKE' | 'REGEXP_LIKE';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escapeWith: Expression | undefined;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'quantified';
      readonly operator: string;
      readonly quantifier: 'ANY' | 'ALL';
      readonly left: Expression;
      readonly query: Query;
    }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'row'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'case';
      readonly operand: Expression | undefined;
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly dataType: DataType }
  | { readonly kind: 'extract'; readonly field: string; readonly operand: Expression }
  | CallExpression;

export interface SelectItem {
  readonly expression: Expression;
  readonly alias: string | undefined;
}

export type FromItem =
  | {
      readonly kind: 'table';
      readonly path: readonly string[];
      readonly alias: string | undefined;
      readonly at: Position;
    }
  | {
      readonly kind: 'derived';
      readonly query: Query;
      readonly alias: string | undefined;
      readonly columns: readonly string[] | undefined;
      /** Declared types of a view's columns. */
      readonly dataTypes?: readonly (DataType | undefined)[];
      /** The schema of a view. */
      readonly schema?: string;
    }
  /** A resolved table; bind.ts replaces 'table' with it. */
  | {
      readonly kind: 'relation';
      /** The source in DuckDB SQL. */
      readonly source: string;
      readonly name: string;
      readonly alias: string | undefined;
      /** If the type is undefined, DuckDB determines it. */
      readonly columns: readonly { readonly name: string; readonly dataType: DataType | undefined }[];
      /** A base table has row numbers, from which IPROC() is computed. */
      readonly isTable: boolean;
      readonly schema: string | undefined;
    }
  /** Rows in a stage that replace several relations of FROM; created in script-call. */
  | {
      readonly kind: 'staged';
      readonly source: string;
      readonly alias: string;
      readonly relations: readonly {
        readonly name: string;
        readonly sql: string;
        readonly schema: string | undefined;
        readonly isTable: boolean;
        readonly columns: readonly {
          readonly name: string;
          readonly dataType: DataType | undefined;
          readonly sql: string;
        }[];
      }[];
    }
  | { readonly kind: 'commonTable'; readonly name: string; readonly alias: string | undefined }
  /** IMPORT INTO (…) FROM … as text, which the handler of IMPORT parses. */
  | { readonly kind: 'import'; readonly text: string; readonly alias: string | undefined; readonly at: Position }
  | {
      readonly kind: 'range';
      readonly from: Expression;
      readonly to: Expression;
      readonly step: Expression | undefined;
      readonly alias: string | undefined;
      readonly columns: readonly string[] | undefined;
    }
  | {
      readonly kind: 'join';
      readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
      readonly left: FromItem;
      readonly right: FromItem;
      readonly on: Expression | undefined;
      readonly using: readonly string[] | undefined;
    };

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly FromItem[];
  readonly where: Expression | undefined;
  readonly connectBy: { readonly condition: Expression; readonly startWith: Expression | undefined } | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | undefined;
  readonly qualify: Expression | undefined;
  readonly at: Position;
}

export type QueryBody =
  | Select
  | {
      readonly kind: 'set';
      readonly operator: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT';
      readonly left: QueryBody;
      readonly right: QueryBody;
    }
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
  | { readonly kind: 'nested'; readonly query: Query };

export interface CommonTable {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  readonly query: Query;
}

export interface Query {
  readonly with: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly limit:
    | { readonly count: Expression; readonly offset: Expression | undefined; readonly at: Position }
    | undefined;
  /** For a view's query: the owner, with whose privileges it runs. */
  readonly scopeUser?: string;
}
