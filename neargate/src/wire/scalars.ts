import type { Target } from './schema.ts';
import { serializationError } from './serialization-error.ts';
import { readTimestamp, timestampFormat, type TimestampFormat, writeTimestamp } from './timestamps.ts';

/** A simple value from the text that forms, XML, headers and query strings carry. */
export function readScalar(text: string, target: Target, place: string): unknown {
  if (target === 'string') return text;
  if (target === 'number') return readNumber(text, place);
  if (target === 'boolean') return readBoolean(text, place);
  if (target === 'blob') return new Uint8Array(Buffer.from(text, 'base64'));
  if (target.startsWith('timestamp')) return readTimestamp(text, place);
  throw serializationError(`${place} cannot be read from text.`);
}

function readNumber(text: string, place: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number)) throw serializationError(`${place} is not a number.`);
  return number;
}

function readBoolean(text: string, place: string): boolean {
  switch (text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      throw serializationError(`${place} is neither true nor false.`);
  }
}

/** A simple value as text. Blobs become base64. */
export function writeScalar(value: unknown, target: Target, timestamps: TimestampFormat): string {
  if (value instanceof Date) return String(writeTimestamp(value, timestampFormat(target, timestamps)));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  throw new Error(`a value of type ${typeof value} where the wire has a ${target}`);
}
