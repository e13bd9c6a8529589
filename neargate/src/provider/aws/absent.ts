import { AwsError } from '../../core/aws-error.ts';

/** The call's output, or undefined when AWS answers that the thing is not there, by one of these error codes. */
export async function orAbsent<Output>(
  call: Promise<Output>,
  ...codes: readonly string[]
): Promise<Output | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/** What was read of something that has just been made or changed, which must therefore be there. */
export async function present<Output>(read: Promise<Output | undefined>, id: string): Promise<Output> {
  const output = await read;
  if (output === undefined) throw new Error(`${id} is gone right after it was written`);
  return output;
}
