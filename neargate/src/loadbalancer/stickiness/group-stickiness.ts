import { chooseTargetGroup } from '../rules/actions.ts';
import type { ForwardAction } from '../rule-config.ts';
import type { CookieSeal } from './cookie-seal.ts';

/** Holds a client to the target group chosen first. */
export const groupCookie = 'AWSALBTG';

/** The group of a forward action for one request, and whether the client was held to it. */
export interface GroupChoice {
  /** Undefined when every weight is 0. */
  readonly targetGroupArn: string | undefined;
  readonly isHeld: boolean;
}

/**
 * The group that the cookie names while its time lasts and the action still gives it traffic; else one by weight. A group whose
 * weight has been set to 0 lets its clients go (not verified on AWS).
 */
export function stickyGroup(
  action: ForwardAction,
  cookie: string | undefined,
  seal: CookieSeal,
  nowMs: number,
  random: () => number,
): GroupChoice {
  const text = cookie === undefined ? undefined : seal.open(cookie);
  const [name, arn, until] = text?.split('\n') ?? [];
  const isHeld =
    name === groupCookie &&
    Number(until) > nowMs &&
    action.targetGroups.some(({ targetGroupArn, weight }) => targetGroupArn === arn && weight > 0);
  return isHeld
    ? { targetGroupArn: arn, isHeld }
    : { targetGroupArn: chooseTargetGroup(action, random), isHeld };
}

/** The value of the cookie that holds a client to the group. */
export function groupCookieValue(arn: string, stickinessMs: number, seal: CookieSeal, nowMs: number): string {
  return seal.seal(`${groupCookie}\n${arn}\n${nowMs + stickinessMs}`);
}
