import { adminPrefix } from './admin-protocol.ts';

/** `neargate coverage` reads it with GET. */
export const coveragePath = `${adminPrefix}/coverage`;

/** An operation of AWS that a client called and Neargate does not have. */
export interface MissedOperation {
  /** As a credential scope names it, such as `monitoring`. */
  readonly service: string;
  /** Absent when the request did not say it: a whole service is unknown. */
  readonly operation?: string;
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** The latest caller's User-Agent. */
  readonly client: string;
}

export interface CoverageDocument {
  /** Most called first. */
  readonly missed: readonly MissedOperation[];
}
