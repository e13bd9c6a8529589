import { samePolicy } from '../equivalence.ts';

/** IAM answers with policy documents in URL encoding (RFC 3986). */
export function decodePolicy(document: string | undefined): string {
  return decodeURIComponent(document ?? '');
}

/** The text as it is known, when it means the same as what IAM has: a plan shows what was written. */
export function policyForm(known: unknown, remote: string): string {
  return typeof known === 'string' && samePolicy(known, remote) ? known : remote;
}
