/** One thing that a call does, as policies name it. */
export interface Access {
  /** Such as `ecs:UpdateService`. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** Condition keys of the service; global ones come by themselves. */
  readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Where a call goes. */
export interface Place {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

/** An operation's input, of which only texts and lists are looked at. */
export type Input = Readonly<Record<string, unknown>>;

/** What a call of an operation does, by its input. */
export type AccessRule = (input: Input, place: Place) => readonly Access[];

/** What operations do; one that is not listed does what its name says, on `*`. */
export type ActionTable = Readonly<Record<string, AccessRule>>;

/** A member that is a text; empty when it is absent or something else. */
export function text(input: unknown, member: string): string {
  const value = memberOf(input, member);
  return typeof value === 'string' ? value : '';
}

/** A member that is a list, or one value instead of it. */
export function list(input: unknown, member: string): readonly unknown[] {
  const value = memberOf(input, member);
  return value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

export function texts(input: unknown, member: string): readonly string[] {
  return list(input, member).filter((value) => typeof value === 'string');
}

export function memberOf(input: unknown, member: string): unknown {
  return typeof input === 'object' && input !== null ? (input as Input)[member] : undefined;
}

/** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`, or the text itself when it is an ARN already. */
export function arnIn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
}

export function isArn(given: string): boolean {
  return given.startsWith('arn:');
}

/** What follows the last slash. */
export function nameOf(given: string): string {
  return given.slice(given.lastIndexOf('/') + 1);
}

/** A rule for an operation whose resources are ARNs, or names of which `toArn` makes them. `*` when it names none. */
export function on(
  action: string,
  member: string,
  toArn: (name: string, place: Place, input: Input) => string,
): AccessRule {
  return (input, place) => {
    const named = texts(input, member);
    const resources =
      named.length === 0 ? ['*'] : named.map((name) => (isArn(name) ? name : toArn(name, place, input)));
    return resources.map((resource) => ({ action, resource }));
  };
}

/** Operations by the member that names their resource. */
export function byMember(
  prefix: string,
  toArn: (name: string, place: Place, input: Input) => string,
  operations: Readonly<Record<string, readonly string[]>>,
): ActionTable {
  return Object.fromEntries(
    Object.entries(operations).flatMap(([member, names]) =>
      names.map((name) => [name, on(`${prefix}:${name}`, member, toArn)] as const),
    ),
  );
}
