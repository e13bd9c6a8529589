import type { TargetConfig, TargetStickinessConfig } from '../target-group-config.ts';
import { cookieValue, setCookieLines, setsCookie } from './cookies.ts';
import type { CookieSeal } from './cookie-seal.ts';

/** The load balancer's own cookie, and the one it sets beside a program's. */
export const loadBalancerCookie = 'AWSALB';
export const applicationCookie = 'AWSALBAPP-0';
/** The browser keeps the load balancer's cookie for 7 days whatever its duration is, which is inside the sealed value. */
export const browserDays = 7 * 86_400_000;

/** A target by its address. */
export type TargetAddress = Pick<TargetConfig, 'id' | 'port'>;

/**
 * The target that a request's cookies hold it to, if any (ALB User Guide, "Sticky sessions"). With app_cookie the program's own
 * cookie must be there as well.
 */
export function heldTarget(
  stickiness: TargetStickinessConfig,
  targetGroupArn: string,
  cookieFields: readonly string[],
  seal: CookieSeal,
  nowMs: number,
): TargetAddress | undefined {
  const name = stickiness.type === 'lb_cookie' ? loadBalancerCookie : applicationCookie;
  if (stickiness.type === 'app_cookie' && cookieValue(cookieFields, stickiness.cookieName) === undefined) {
    return undefined;
  }
  const value = cookieValue(cookieFields, name);
  const text = value === undefined ? undefined : seal.open(value);
  const [sealedName, arn, id, port, until] = text?.split('\n') ?? [];
  if (sealedName !== name || arn !== targetGroupArn || id === undefined || !(Number(until) > nowMs)) {
    return undefined;
  }
  return { id, port: Number(port) };
}

/**
 * The Set-Cookie lines of a response from `target`. The load balancer's cookie comes with every response, so that its time
 * begins anew (not verified on AWS); the one beside a program's comes when the program sets its own, or when the client has been
 * given another target than it was held to.
 */
export function targetCookieLines(
  stickiness: TargetStickinessConfig,
  given: {
    readonly targetGroupArn: string;
    readonly target: TargetAddress;
    readonly held: TargetAddress | undefined;
    readonly setCookieFields: readonly string[];
    readonly isSecure: boolean;
  },
  seal: CookieSeal,
  nowMs: number,
): string {
  const { targetGroupArn, target, held, isSecure } = given;
  const value = (name: string) =>
    seal.seal([name, targetGroupArn, target.id, target.port, nowMs + stickiness.durationMs].join('\n'));
  if (stickiness.type === 'lb_cookie') {
    const expiresAtMs = nowMs + browserDays;
    return setCookieLines(loadBalancerCookie, value(loadBalancerCookie), {
      expiresAtMs,
      isSecure,
      cors: true,
    });
  }
  const isMoved = held !== undefined && (held.id !== target.id || held.port !== target.port);
  if (!isMoved && !setsCookie(given.setCookieFields, stickiness.cookieName)) return '';
  const expiresAtMs = nowMs + stickiness.durationMs;
  return setCookieLines(applicationCookie, value(applicationCookie), { expiresAtMs, isSecure, cors: false });
}
