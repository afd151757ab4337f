/** Format 1: one table of rows, how many each namespace has, and when they end. */

export const ROWS = `
CREATE TABLE rows (
  key TEXT NOT NULL PRIMARY KEY,
  namespace TEXT NOT NULL,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX rows_by_end ON rows (namespace, expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE tallies (namespace TEXT NOT NULL PRIMARY KEY, row_count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER row_made AFTER INSERT ON rows BEGIN
  INSERT INTO tallies VALUES (NEW.namespace, 1) ON CONFLICT (namespace) DO UPDATE SET row_count = row_count + 1;
END;
CREATE TRIGGER row_gone AFTER DELETE ON rows BEGIN
  UPDATE tallies SET row_count = row_count - 1 WHERE namespace = OLD.namespace;
END;
`;
