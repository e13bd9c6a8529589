import { BuildspecError, type OnFailure } from './buildspec.ts';

/** AWS's number for RETRY without one. */
const defaultRetries = 3;
const mostRetries = 100;

/**
 * Reads `on-failure`: ABORT, CONTINUE, RETRY, RETRY-n, RETRY-regex or RETRY-n-regex.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.on-failure
 * @throws BuildspecError
 */
export function parseOnFailure(text: string | undefined, line: number): OnFailure {
  if (text === undefined) return { kind: 'default' };
  if (text === 'ABORT') return { kind: 'abort' };
  if (text === 'CONTINUE') return { kind: 'continue' };
  const retry = /^RETRY(?:-(\d+))?(?:-(.+))?$/s.exec(text);
  if (retry === null) {
    throw new BuildspecError(
      `Invalid on-failure: ${text}. Expecting: ABORT,CONTINUE,RETRY,RETRY-<count>,RETRY-<regex>,RETRY-<count>-<regex> at line ${line}`,
    );
  }
  const [, count, pattern = '.*'] = retry;
  const limit = count === undefined ? defaultRetries : Number(count);
  if (limit > mostRetries)
    throw new BuildspecError(`on-failure: ${count} retries are more than 100 at line ${line}`);
  try {
    new RegExp(pattern, 's');
  } catch {
    throw new BuildspecError(`on-failure: ${pattern} is not a regular expression at line ${line}`);
  }
  return { kind: 'retry', limit, pattern };
}
