import { invalidName, maxNameLength } from './errors.ts';

const pattern = /^[A-Za-z0-9+=,.@_-]+$/;

/** Throws the AWS error `code` unless the name has 1 to 100 of the characters that CodeDeploy allows. */
export function requireName(name: string, code: string, what: string): void {
  if (name.length <= maxNameLength && pattern.test(name)) return;
  throw invalidName(code, what, name);
}
