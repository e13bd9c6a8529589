import { createHash } from 'node:crypto';
import { awsManagedPolicyList } from './aws-managed-policy-list.ts';
import type { ManagedPolicyRow } from './store.ts';

let policiesByArn: ReadonlyMap<string, ManagedPolicyRow> | undefined;

/** The policies that AWS manages, by ARN; the same in every account. Read from the list on first use. */
export function awsManagedPolicies(): ReadonlyMap<string, ManagedPolicyRow> {
  policiesByArn ??= new Map(
    awsManagedPolicyList
      .trim()
      .split('\n')
      .map((line) => {
        const policy = parseLine(line);
        return [policy.arn, policy];
      }),
  );
  return policiesByArn;
}

function parseLine(line: string): ManagedPolicyRow {
  const [fullName = '', version = '', created = '', updated = ''] = line.split(' ', 4);
  const document = line.slice(fullName.length + version.length + created.length + updated.length + 4);
  const nameStart = fullName.lastIndexOf('/') + 1;
  const arn = `arn:aws:iam::aws:policy/${fullName}`;
  const updatedAtMs = Date.parse(updated);
  return {
    name: fullName.slice(nameStart),
    id: policyId(arn),
    arn,
    path: `/${fullName.slice(0, nameStart)}`,
    createdAtMs: Date.parse(created),
    updatedAtMs,
    versions: [
      { versionId: version, document: document === '' ? undefined : document, createdAtMs: updatedAtMs },
    ],
    defaultVersionId: version,
    lastVersion: Number(version.slice(1)),
    tags: [],
  };
}

/** Not AWS's own id, which is not published, but always the same one. */
function policyId(arn: string): string {
  const digits = createHash('sha256').update(arn).digest('hex').toUpperCase();
  return `ANPA${digits.slice(0, 17)}`;
}
