import type { AccessDenialView, AccessExplanation } from '../../gateway/iam-protocol.ts';

/** What a role or user may do, whether it may do what was asked, and what it was denied. */
export function renderAccess(explanation: AccessExplanation): string {
  const { principalArn, policies, verdict, isEnforced, denials } = explanation;
  const lines = [
    principalArn,
    isEnforced
      ? 'Policies are enforced.'
      : 'Policies are evaluated, not enforced (NEARGATE_IAM=enforce enforces them); this is what AWS would say.',
  ];
  if (verdict !== undefined) {
    lines.push('', `${verdict.isAllowed ? 'allowed' : 'denied'}: ${verdict.text}`);
    for (const text of [verdict.reason, verdict.remedy]) if (text !== undefined) lines.push(`  ${text}`);
  } else {
    lines.push('', ...(policies.length === 0 ? ['It has no policies, and so may do nothing.'] : []));
    for (const { kind, name, statements } of policies) {
      lines.push(kind === 'identity' ? name : `${kind}: ${name}`);
      for (const { effect, actions, resources, condition } of statements) {
        lines.push(`  ${effect} ${actions.join(', ')}`, `    on ${resources.join(', ')}`);
        if (condition !== undefined) lines.push(`    if ${JSON.stringify(condition)}`);
      }
    }
  }
  return `${[...lines, ...denialLines(denials)].join('\n')}\n`;
}

/** Calls that policies did not allow. */
export function denialLines(denials: readonly AccessDenialView[]): string[] {
  return denials.flatMap(({ message, reason, remedy, count, isEnforced }) => [
    '',
    `${isEnforced ? 'denied' : 'would be denied on AWS'}${count > 1 ? ` (${count} times)` : ''}: ${message}`,
    `  ${reason}`,
    `  ${remedy}`,
  ]);
}
