/** What AddPermission of SNS and SQS adds to a resource's policy. */
export interface Permission {
  /** The statement's Sid. */
  readonly label: string;
  readonly accountIds: readonly string[];
  /** With their prefix, such as `SQS:SendMessage`. */
  readonly actions: readonly string[];
  /** The ARN of the resource. */
  readonly resource: string;
}

interface Document {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: unknown;
}

/** The policy with one statement more, as AWS writes it; of no policy a new one with this Id. */
export function withPermission(
  policy: string | undefined,
  policyId: string,
  { label, accountIds, actions, resource }: Permission,
): string {
  const { Version = '2008-10-17', Id = policyId, ...rest } = documentOf(policy);
  return JSON.stringify({
    ...rest,
    Version,
    Id,
    Statement: [
      ...statementsOf(policy),
      {
        Sid: label,
        Effect: 'Allow',
        Principal: { AWS: oneOrMany(accountIds.map((accountId) => `arn:aws:iam::${accountId}:root`)) },
        Action: oneOrMany(actions),
        Resource: resource,
      },
    ],
  });
}

/** The policy without the statement of that label; undefined when no statement is left. */
export function withoutPermission(policy: string | undefined, label: string): string | undefined {
  const left = statementsOf(policy).filter((statement) => sidOf(statement) !== label);
  return left.length === 0 ? undefined : JSON.stringify({ ...documentOf(policy), Statement: left });
}

export function hasPermission(policy: string | undefined, label: string): boolean {
  return statementsOf(policy).some((statement) => sidOf(statement) === label);
}

function documentOf(policy: string | undefined): Document {
  return policy === undefined || policy === '' ? {} : (JSON.parse(policy) as Document);
}

function statementsOf(policy: string | undefined): readonly unknown[] {
  const { Statement } = documentOf(policy);
  if (Statement === undefined) return [];
  return Array.isArray(Statement) ? (Statement as readonly unknown[]) : [Statement];
}

function sidOf(statement: unknown): unknown {
  return (statement as { readonly Sid?: unknown } | null)?.Sid;
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}
