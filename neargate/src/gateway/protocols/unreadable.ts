import { AwsError } from '../../core/aws-error.ts';

/** Of the wire's readers: JSON's front ends answer with it, those of other protocols have codes of their own. */
const unreadable = new Set(['MalformedXML', 'SerializationException']);

/** Reads an input, and makes the protocol's own error of what cannot be read. */
export function readOr<Input>(read: () => Input, refusal: (detail: string) => AwsError): Input {
  try {
    return read();
  } catch (error) {
    throw error instanceof AwsError && unreadable.has(error.code) ? refusal(error.message) : error;
  }
}
