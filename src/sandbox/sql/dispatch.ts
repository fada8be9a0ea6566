/** Statement kind → its handler. */
import { NO_ROWS, type StatementResult } from '../types/statement-result.js';
import { handleAlterSession, handleAlterSystem } from './ddl/alter-session.js';
import { handleAlterTable } from './ddl/alter-table.js';
import { handleComment } from './ddl/comment.js';
import { handleCreateTable } from './ddl/create-table.js';
import { handleCreateView } from './ddl/create-view.js';
import { handleDropSchema, handleDropTable } from './ddl/drop.js';
import { handleRename } from './ddl/rename.js';
import { handleAlterSchema, handleCloseSchema, handleCreateSchema, handleOpenSchema } from './ddl/schema.js';
import { handleTruncate, parseDelete, runDelete } from './dml/delete.js';
import { parseInsert, runInsert } from './dml/insert.js';
import { parseMerge, runMerge } from './dml/merge.js';
import { parseUpdate, runUpdate } from './dml/update.js';
import type { EngineContext, EngineHandler } from './engine/types.js';
import { handleDescribe } from './query/describe.js';
import { handleCommit, handleRollback, handleSelect } from './query/statements.js';
import type { Statement, StatementKind } from './statement.js';
import { handleConnection } from './statements/connection.js';
import { handleCreateScript } from './statements/create-script.js';
import { handleDropScript } from './statements/drop-script.js';
import { handleExecuteScript } from './statements/execute-script.js';
import { handleExport } from './statements/export.js';
import { handleGrant } from './statements/grant.js';
import { handleImport } from './statements/import.js';
import { handleKillSession } from './statements/kill-session.js';
import { handleFlush, handleTruncateAuditLogs } from './statements/statistics.js';
import { handleUser } from './statements/user.js';

const handlers: Readonly<Record<StatementKind, EngineHandler>> = {
  SELECT: handleSelect,
  INSERT: (context, tokens) => runInsert(parseInsert(tokens).statement, context),
  UPDATE: (context, tokens) => runUpdate(parseUpdate(tokens).statement, context),
  DELETE: (context, tokens) => runDelete(parseDelete(tokens).statement, context),
  MERGE: (context, tokens) => runMerge(parseMerge(tokens).statement, context),
  TRUNCATE: handleTruncate,
  COMMIT: handleCommit,
  ROLLBACK: handleRollback,
  'CREATE TABLE': handleCreateTable,
  'CREATE VIEW': handleCreateView,
  'CREATE SCHEMA': handleCreateSchema,
  'CREATE SCRIPT': (context, tokens) => handleCreateScript(context.statement, tokens),
  'DROP TABLE': handleDropTable,
  'DROP VIEW': handleDropTable,
  'DROP SCHEMA': handleDropSchema,
  'DROP SCRIPT': (context, tokens) => handleDropScript(context.statement, tokens),
  'ALTER TABLE': handleAlterTable,
  'ALTER SESSION': handleAlterSession,
  'ALTER SYSTEM': handleAlterSystem,
  RENAME: handleRename,
  'OPEN SCHEMA': handleOpenSchema,
  'ALTER SCHEMA': handleAlterSchema,
  'KILL SESSION': handleKillSession,
  'CLOSE SCHEMA': handleCloseSchema,
  COMMENT: handleComment,
  DESCRIBE: handleDescribe,
  FLUSH: (context, tokens) => handleFlush(context.statement, tokens),
  'TRUNCATE AUDIT LOGS': (context, tokens) => handleTruncateAuditLogs(context.statement, tokens),
  // Changes nothing that a client can see.
  REORGANIZE: async () => NO_ROWS,
  'EXECUTE SCRIPT': (context, tokens) => handleExecuteScript(context.statement, tokens),
  CONNECTION: (context, tokens) => handleConnection(context.statement, tokens),
  IMPORT: (context, tokens) => handleImport(context.statement, tokens),
  EXPORT: (context, tokens) => handleExport(context.statement, tokens),
  USER: (context, tokens) => handleUser(context.statement, tokens),
  GRANT: (context, tokens) => handleGrant(context.statement, tokens),
  NOTHING: async () => NO_ROWS,
};

export function dispatch({ kind, tokens }: Statement, context: EngineContext): Promise<StatementResult> {
  return handlers[kind](context, tokens);
}
