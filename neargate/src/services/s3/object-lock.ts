import type { OperationContext } from '../context.ts';
import { accessDenied } from './errors.ts';
import type { BucketRow, ObjectLock, ObjectVersionRow } from './store.ts';

const dayMs = 24 * 60 * 60 * 1000;

interface LockRequest {
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

/** The lock that a new version gets: the one asked for, else the bucket's default retention. */
export function lockOfNewVersion(
  context: OperationContext,
  { objectLock }: BucketRow,
  request: LockRequest,
): ObjectLock | undefined {
  const legalHold = request.ObjectLockLegalHoldStatus === 'ON' ? true : undefined;
  if (request.ObjectLockMode !== undefined) {
    const retainUntilMs = request.ObjectLockRetainUntilDate?.getTime();
    return { mode: lockMode(request.ObjectLockMode), retainUntilMs, legalHold };
  }
  const { Mode: mode, Days: days, Years: years } = objectLock?.Rule?.DefaultRetention ?? {};
  if (mode !== undefined) {
    const retentionDays = days ?? (years ?? 0) * 365;
    return { mode: lockMode(mode), retainUntilMs: context.clock.now() + retentionDays * dayMs, legalHold };
  }
  return legalHold === undefined ? undefined : { legalHold };
}

export function lockMode(mode: string | undefined): 'GOVERNANCE' | 'COMPLIANCE' {
  return mode === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE';
}

/** Throws AccessDenied while a legal hold or a retention period keeps a version from being deleted. */
export function refuseLocked(
  context: OperationContext,
  { content }: ObjectVersionRow,
  bypassGovernance: boolean,
): void {
  const { mode, retainUntilMs = 0, legalHold } = content?.lock ?? {};
  const isRetained = mode !== undefined && retainUntilMs > context.clock.now();
  const isBypassed = mode === 'GOVERNANCE' && bypassGovernance;
  if (legalHold === true || (isRetained && !isBypassed)) {
    throw accessDenied('Access Denied because object protected by object lock.');
  }
}
