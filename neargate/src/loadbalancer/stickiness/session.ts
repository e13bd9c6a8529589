import type { Node } from '../node.ts';
import type { ForwardAction } from '../rule-config.ts';
import type { TargetPreference } from '../targets/target-choice.ts';
import type { TargetGroup } from '../targets/target-group.ts';
import type { Target } from '../targets/target.ts';
import type { CookieSeal } from './cookie-seal.ts';
import { setCookieLines } from './cookies.ts';
import { groupCookie, groupCookieValue } from './group-stickiness.ts';
import type { TargetAddress } from './target-stickiness.ts';
import { browserDays, heldTarget, targetCookieLines } from './target-stickiness.ts';

/** What holds one request to a target group or a target, and the cookies that hold the next. */
export class Session {
  readonly preference: TargetPreference;
  private readonly group: TargetGroup;
  private readonly action: ForwardAction;
  private readonly held: TargetAddress | undefined;

  /** @param cookieFields the request's Cookie fields. */
  constructor(
    action: ForwardAction,
    group: TargetGroup,
    node: Node,
    cookieFields: readonly string[],
    seal: CookieSeal,
    nowMs: number,
  ) {
    this.action = action;
    this.group = group;
    const { stickiness, arn } = group.config;
    this.held = stickiness && heldTarget(stickiness, arn, cookieFields, seal, nowMs);
    const stuckTo = this.held && group.find(this.held.id, this.held.port);
    if (stickiness !== undefined && stuckTo === undefined) node.counters.NonStickyRequestCount++;
    this.preference = { zone: node.preference.zone, stuckTo };
  }

  /** The lines to add to the response of `target`. `setCookieFields` are the target's own Set-Cookie fields. */
  responseLines(
    target: Target,
    setCookieFields: readonly string[],
    isSecure: boolean,
    seal: CookieSeal,
    nowMs: number,
  ): string {
    const { arn, stickiness } = this.group.config;
    const { stickinessMs } = this.action;
    let lines = '';
    if (stickinessMs !== undefined) {
      const value = groupCookieValue(arn, stickinessMs, seal, nowMs);
      lines += setCookieLines(groupCookie, value, { expiresAtMs: nowMs + browserDays, isSecure, cors: true });
    }
    if (stickiness !== undefined) {
      const { held } = this;
      const given = { targetGroupArn: arn, target: target.config, held, setCookieFields, isSecure };
      lines += targetCookieLines(stickiness, given, seal, nowMs);
    }
    return lines;
  }
}
