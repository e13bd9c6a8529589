import type { TokenStream } from './token-stream.ts';

/** The one or two names of a `for` expression or directive. `summary` and `subject` are of the message when they are missing. */
export function parseForNames(
  stream: TokenStream,
  summary: string,
  subject: string,
): [keyName: string | undefined, valueName: string] {
  const first = stream.peek();
  if (first.kind !== 'identifier') {
    stream.fail(summary, `${subject} requires variable name after 'for'.`, first);
  }
  stream.next();
  if (stream.accept(',') === undefined) return [undefined, stream.text(first)];
  const second = stream.peek();
  if (second.kind !== 'identifier') {
    stream.fail(summary, `${subject} requires value variable name after comma.`, second);
  }
  stream.next();
  return [stream.text(first), stream.text(second)];
}
