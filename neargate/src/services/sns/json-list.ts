import { parseJson } from '../events/json.ts';

/** Whether a text is a JSON array of plain values. */
export function isJsonList(text: string): boolean {
  const value = parseJson(text);
  return Array.isArray(value) && value.every((element) => element === null || typeof element !== 'object');
}
