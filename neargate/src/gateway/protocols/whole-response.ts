import type { WireOutput, WireResponse } from './protocol.ts';

/** Some two milliseconds of writing. */
const charactersInTurn = 64 * 1024;

/** Puts an output together, and lets others have their turn while a long one is written. */
export async function wholeResponse({ body, ...output }: WireOutput): Promise<WireResponse> {
  if (typeof body === 'string' || body instanceof Uint8Array) return { ...output, body };
  const written: Buffer[] = [];
  let text = '';
  for (const piece of body) {
    if (text.length >= charactersInTurn) {
      written.push(Buffer.from(text, 'utf8'));
      text = '';
      await new Promise((resolve) => setImmediate(resolve));
    }
    text += piece;
  }
  return { ...output, body: Buffer.concat([...written, Buffer.from(text, 'utf8')]) };
}
