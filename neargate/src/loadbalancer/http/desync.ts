/** ALB's desync mitigation: how safe a request is, why, and what each mode does with it. */

/** The load balancer attribute `routing.http.desync_mitigation_mode`. */
export type DesyncMode = 'monitor' | 'defensive' | 'strictest';

/** From harmless to dangerous. Compliant requests keep to RFC 9110 and 9112. */
export type DesyncClass = 'Compliant' | 'Acceptable' | 'Ambiguous' | 'Severe';

/**
 * Why a request is not Compliant, and what that makes of it (ALB User Guide, "Access log entries", classification reasons; the
 * classes of the last four, which the guide does not list, from AWS's http-desync-guardian).
 */
export const desyncClasses = {
  GetHeadZeroContentLength: 'Acceptable',
  NonCompliantHeader: 'Acceptable',
  NonCompliantVersion: 'Acceptable',
  SpaceInUri: 'Acceptable',
  NonCrLfLineTermination: 'Acceptable',
  AmbiguousUri: 'Ambiguous',
  BothTeClPresent: 'Ambiguous',
  DuplicateContentLength: 'Ambiguous',
  EmptyHeader: 'Ambiguous',
  SuspiciousHeader: 'Ambiguous',
  UndefinedContentLengthSemantics: 'Ambiguous',
  UndefinedTransferEncodingSemantics: 'Ambiguous',
  MissingUri: 'Ambiguous',
  MissingHeaderColon: 'Ambiguous',
  MultilineHeader: 'Ambiguous',
  BadContentLength: 'Severe',
  BadHeader: 'Severe',
  BadMethod: 'Severe',
  BadTransferEncoding: 'Severe',
  BadUri: 'Severe',
  BadVersion: 'Severe',
  MultipleContentLength: 'Severe',
  MultipleTransferEncodingChunked: 'Severe',
} as const satisfies Readonly<Record<string, DesyncClass>>;

export type DesyncReason = keyof typeof desyncClasses;

const ranks: Readonly<Record<DesyncClass, number>> = { Compliant: 0, Acceptable: 1, Ambiguous: 2, Severe: 3 };

/** The class of a request by its gravest reason. */
export function classOf(reason: DesyncReason | undefined): DesyncClass {
  return reason === undefined ? 'Compliant' : desyncClasses[reason];
}

/** The graver of two reasons, the first of two alike. */
export function graver(left: DesyncReason | undefined, right: DesyncReason): DesyncReason {
  return left === undefined || ranks[desyncClasses[right]] > ranks[desyncClasses[left]] ? right : left;
}

/**
 * Whether the mode answers 400. AWS's monitor mode lets Severe requests pass too; here they are refused in every mode, since
 * there is no one way to read them and so nothing that could be passed on safely.
 */
export function isBlocked(reason: DesyncReason, mode: DesyncMode): boolean {
  const desyncClass = classOf(reason);
  return desyncClass === 'Severe' || (mode === 'strictest' && desyncClass !== 'Compliant');
}

/** Whether the connections to the client and to the target end with this request, though it is served. */
export function endsConnections(reason: DesyncReason): boolean {
  return classOf(reason) === 'Ambiguous';
}
