import { error } from './errors.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const maxLength = 100;
const pattern = /^[A-Za-z0-9+=,.@_-]+$/;

/** Throws the AWS error `code` unless the name has 1 to 100 of the characters that CodeDeploy allows. */
export function requireName(name: string, code: string, what: string): void {
  if (name.length <= maxLength && pattern.test(name)) return;
  throw error(
    code,
    `The ${what} name ${name} was specified in an invalid format: it has 1 to ${maxLength} letters, numbers and characters of + = , . @ - _`,
  );
}
