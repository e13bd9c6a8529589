import { UserError } from '../../core/user-error.ts';

/** A data source's object that is not there, as the provider says it. */
export function notFoundError(kind: string, name: string): UserError {
  return new UserError(`reading ${kind} (${name}): couldn't find resource`);
}
