/** Statement kind → who runs it. */
import type { StatementResult } from '../types/statement-result.js';
import type { StatementKind } from './classify.js';
import { handleAlterSession, handleAlterSystem } from './ddl/alter-session.js';
import { handleAlterTable } from './ddl/alter-table.js';
import { handleComment } from './ddl/comment.js';
import { handleCreateTable } from './ddl/create-table.js';
import { handleCreateView } from './ddl/create-view.js';
import { handleDropSchema, handleDropTable } from './ddl/drop.js';
import { handleRename } from './ddl/rename.js';
import { handleCloseSchema, handleCreateSchema, handleOpenSchema } from './ddl/schema.js';
import { handleTruncate, parseDelete, runDelete } from './dml/delete.js';
import { parseInsert, runInsert } from './dml/insert.js';
import { parseMerge, runMerge } from './dml/merge.js';
import { parseUpdate, runUpdate } from './dml/update.js';
import { done, type EngineContext, type EngineHandler } from './engine/types.js';
import { handleDescribe } from './query/describe.js';
import { handleCommit, handleRollback, handleSelect } from './query/statements.js';
import { handleConnection } from './statements/connection.js';
import { handleCreateScript } from './statements/create-script.js';
import { handleDropScript } from './statements/drop-script.js';
import { handleExecuteScript } from './statements/execute-script.js';
import { handleExport } from './statements/export.js';
import { handleGrant } from './statements/grant.js';
import { handleImport } from './statements/import.js';
import { handleUser } from './statements/user.js';

const handlers: Readonly<Record<StatementKind, EngineHandler>> = {
  SELECT: handleSelect,
  INSERT: (context, sql) => runInsert(parseInsert(sql).statement, context),
  UPDATE: (context, sql) => runUpdate(parseUpdate(sql).statement, context),
  DELETE: (context, sql) => runDelete(parseDelete(sql).statement, context),
  MERGE: (context, sql) => runMerge(parseMerge(sql).statement, context),
  TRUNCATE: handleTruncate,
  COMMIT: handleCommit,
  ROLLBACK: handleRollback,
  'CREATE TABLE': handleCreateTable,
  'CREATE VIEW': handleCreateView,
  'CREATE SCHEMA': handleCreateSchema,
  'CREATE SCRIPT': (context, sql) => handleCreateScript(context.statement, sql),
  'DROP TABLE': handleDropTable,
  'DROP VIEW': handleDropTable,
  'DROP SCHEMA': handleDropSchema,
  'DROP SCRIPT': (context, sql) => handleDropScript(context.statement, sql),
  'ALTER TABLE': handleAlterTable,
  'ALTER SESSION': handleAlterSession,
  'ALTER SYSTEM': handleAlterSystem,
  RENAME: handleRename,
  'OPEN SCHEMA': handleOpenSchema,
  'CLOSE SCHEMA': handleCloseSchema,
  COMMENT: handleComment,
  DESCRIBE: handleDescribe,
  FLUSH: async () => done,
  'EXECUTE SCRIPT': (context, sql) => handleExecuteScript(context.statement, sql),
  CONNECTION: (context, sql) => handleConnection(context.statement, sql),
  IMPORT: (context, sql) => handleImport(context.statement, sql),
  EXPORT: (context, sql) => handleExport(context.statement, sql),
  USER: (context, sql) => handleUser(context.statement, sql),
  GRANT: (context, sql) => handleGrant(context.statement, sql),
  NOTHING: async () => done,
};

export function dispatch(kind: StatementKind, context: EngineContext, sql: string): Promise<StatementResult> {
  return handlers[kind](context, sql);
}
