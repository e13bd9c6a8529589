import { notModified, noSuchKey, preconditionFailed } from './errors.ts';

export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | undefined;
  readonly ifUnmodifiedSince?: Date | undefined;
}

interface Validators {
  readonly etag: string;
  readonly modifiedAtMs: number;
}

/**
 * Throws NotModified or PreconditionFailed when a read's conditions do not hold. An ETag decides before a date does.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function checkReadConditions(conditions: Conditions, validators: Validators): void {
  const verdict = evaluate(conditions, validators);
  if (verdict === 'failed') throw preconditionFailed();
  if (verdict === 'not-modified') throw notModified();
}

/** As for a read, but every condition of a copy's source that does not hold is a failed precondition. */
export function checkCopyConditions(conditions: Conditions, validators: Validators): void {
  if (evaluate(conditions, validators) !== 'holds') throw preconditionFailed();
}

/** Conditional writes. `etag` is undefined when there is no such object. */
export function checkWriteConditions({ ifMatch, ifNoneMatch }: Conditions, etag: string | undefined): void {
  if (ifNoneMatch !== undefined && etag !== undefined && matches(ifNoneMatch, etag)) {
    throw preconditionFailed();
  }
  if (ifMatch === undefined) return;
  if (etag === undefined) throw noSuchKey();
  if (!matches(ifMatch, etag)) throw preconditionFailed();
}

function evaluate(conditions: Conditions, { etag, modifiedAtMs }: Validators) {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  // HTTP dates have whole seconds.
  const modifiedMs = Math.floor(modifiedAtMs / 1000) * 1000;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, etag)) return 'failed';
  } else if (ifUnmodifiedSince !== undefined && modifiedMs > ifUnmodifiedSince.getTime()) return 'failed';
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, etag) ? 'not-modified' : 'holds';
  if (ifModifiedSince !== undefined && modifiedMs <= ifModifiedSince.getTime()) return 'not-modified';
  return 'holds';
}

function matches(header: string, etag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '').replaceAll('"', '');
  return header.split(',').some((candidate) => candidate.trim() === '*' || bare(candidate) === bare(etag));
}
