/** A call that policies do not allow. */
export interface AccessDenial {
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly principalArn: string;
  /** The role behind a session. */
  readonly roleArn?: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** AWS's text. */
  readonly message: string;
  readonly reason: string;
  readonly remedy: string;
  /** Whether the call was refused for it; otherwise it would have been on AWS. */
  readonly isEnforced: boolean;
}

/** A denial and how often it came again. */
export interface CountedDenial extends AccessDenial {
  readonly count: number;
}

/** What calls are judged by, and who hears of those that policies do not allow. */
export interface Authorization {
  /** Whether such a call is refused. */
  readonly isEnforced: boolean;
  note(denial: AccessDenial): void;
}

/** Remembers the denials that came last; the same one again is counted. */
export class RecentDenials {
  readonly #most: number;
  readonly #denials = new Map<string, CountedDenial>();

  constructor(most = 200) {
    this.#most = most;
  }

  add(denial: AccessDenial): void {
    const key = [denial.roleArn ?? denial.principalArn, denial.action, denial.resource].join('\n');
    const count = (this.#denials.get(key)?.count ?? 0) + 1;
    this.#denials.delete(key);
    this.#denials.set(key, { ...denial, count });
    const [oldest] = this.#denials.keys();
    if (this.#denials.size > this.#most && oldest !== undefined) this.#denials.delete(oldest);
  }

  /** The latest first. */
  all(): readonly CountedDenial[] {
    return [...this.#denials.values()].toReversed();
  }
}
