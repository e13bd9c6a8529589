import { UserError } from '../../core/user-error.ts';

/** A data source's object that is not there, as the provider says it. */
export function notFoundError(kind: string, name: string): UserError {
  return new UserError(`reading ${kind} (${name}): couldn't find resource`);
}

/** An object that is there because it was just written; throws when somebody else deleted it meanwhile. */
export function existing<Found>(found: Found | undefined): Found {
  if (found === undefined)
    throw new UserError('The object was deleted by somebody else while it was being written.');
  return found;
}
