import { createHash } from 'node:crypto';

/** A record by which the owner of a name proves it. */
export interface ValidationRecord {
  readonly domainName: string;
  readonly recordName: string;
  readonly recordValue: string;
}

/**
 * The CNAME records that prove the names, as ACM makes them: always the same for an account and a name, whatever the certificate, and
 * one for a name and its wildcard.
 */
export function validationRecords(names: readonly string[], accountId: string): ValidationRecord[] {
  return names.map((name) => {
    const base = name.replace(/^\*\./, '');
    const token = (purpose: string) =>
      createHash('sha256').update(`${accountId} ${base} ${purpose}`).digest('hex').slice(0, 32);
    return {
      domainName: name,
      recordName: `_${token('name')}.${base}.`,
      recordValue: `_${token('value')}.acm-validations.aws.`,
    };
  });
}
