import { Problem } from './problem.ts';

const uuidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** An opaque cursor that continues a list after the item with this id. */
export function encodeCursor(afterId: string): string {
  return Buffer.from(afterId.replaceAll('-', ''), 'hex').toString('base64url');
}

/**
 * The id to continue after.
 * @throws Problem invalid-parameters when the cursor is not one of ours.
 */
export function decodeCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!uuidPattern.test(id) || encodeCursor(id) !== cursor) {
    throw new Problem('invalid-parameters', 'The cursor is not one that this list has returned.', {
      errors: [{ parameter: 'cursor', detail: 'must be the nextCursor of an earlier page' }],
    });
  }
  return id;
}
