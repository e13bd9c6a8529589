import type { HclFunction } from '../../hcl/functions.ts';

/** What functions see of the world. */
export interface FunctionContext {
  /** Where relative paths of filesystem functions begin: the working directory of the run. */
  readonly baseDirectory: string;
  /** The current time, in milliseconds since the epoch: for `timestamp`. */
  now(): number;
  /** When the plan was made, in milliseconds since the epoch; undefined while it is not known. */
  readonly planTimestampMs: number | undefined;
  /** Whether impure functions (`timestamp`, `uuid`, `bcrypt`) give unknown, as they do while planning. */
  readonly impureUnknown: boolean;
}

/** Terraform's functions by name, `core::` names included. */
export function terraformFunctions(_context: FunctionContext): ReadonlyMap<string, HclFunction> {
  throw new Error('not written yet');
}
