/** Values of condition keys, by key in lower case. A key that is absent has no entry. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;

/** Who asks, as policies tell principals apart. */
export type Principal =
  | { readonly kind: 'root'; readonly accountId: string; readonly arn: string }
  | {
      readonly kind: 'user';
      readonly accountId: string;
      readonly arn: string;
      readonly id: string;
    }
  | {
      readonly kind: 'session';
      readonly accountId: string;
      /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
      readonly arn: string;
      readonly roleArn: string;
      /** `AROA…` */
      readonly roleId: string;
      /** `AROA…:SESSION` */
      readonly id: string;
    }
  | {
      readonly kind: 'service';
      /** Such as `ecs-tasks.amazonaws.com`. */
      readonly name: string;
    }
  | {
      readonly kind: 'federated';
      /** The ARN of the identity provider. */
      readonly provider: string;
    }
  /** Whoever signs nothing. */
  | { readonly kind: 'anonymous' };

/** One question to policies: may this principal do this to that? */
export interface AccessRequest {
  readonly principal: Principal;
  /** Such as `ecs:UpdateService`. */
  readonly action: string;
  /** An ARN, or `*` for actions that know no resources. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly resourceAccountId: string;
  readonly keys: ConditionKeys;
}

/** Keys of a record whose values may be missing, single or several. */
export function conditionKeys(
  record: Readonly<Record<string, string | readonly string[] | undefined>>,
): ConditionKeys {
  const keys = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined) continue;
    keys.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return keys;
}

/** What an error message calls the principal. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case 'service':
      return principal.name;
    case 'federated':
      return principal.provider;
    case 'anonymous':
      return 'anonymous';
    default:
      return principal.arn;
  }
}
