import { isIPv4, isIPv6 } from 'node:net';
import type { RRType } from '@aws-sdk/client-route-53';
import { isDomainName } from './domain-names.ts';

interface ValueRule {
  readonly isValid: (value: string) => boolean;
  /** AWS's name of the problem and what it says in brackets. */
  readonly problem: string;
}

const domain: ValueRule = { isValid: isDomainName, problem: 'DomainLabelEmpty (Domain label is empty)' };
const quoted: ValueRule = {
  isValid: (value) => /^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/s.test(value),
  problem: 'InvalidCharacterString (Value should be enclosed in quotation marks)',
};
const numberFields = (count: number, rest: RegExp): ValueRule => ({
  isValid: (value) => {
    const fields = value.trim().split(/\s+/);
    return (
      fields.length === count + 1 &&
      fields.slice(0, count).every((field) => /^\d{1,5}$/.test(field) && Number(field) <= 65_535) &&
      rest.test(fields[count] ?? '')
    );
  },
  problem: 'RRDATANotFoundInResourceRecord (Value is incomplete)',
});

/** What the values of a type look like. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
const rules: Readonly<Partial<Record<RRType, ValueRule>>> = {
  A: { isValid: isIPv4, problem: 'ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)' },
  AAAA: { isValid: isIPv6, problem: 'AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)' },
  CNAME: domain,
  MX: numberFields(1, /^\S+$/),
  NS: domain,
  PTR: domain,
  SPF: quoted,
  SRV: numberFields(3, /^\S+$/),
  TXT: quoted,
};

/** What is wrong with the value of a record, as Route 53 says it. */
export function valueProblem(type: RRType, value: string): string | undefined {
  const rule = rules[type];
  return rule === undefined || rule.isValid(value)
    ? undefined
    : `Invalid Resource Record: 'FATAL problem: ${rule.problem} encountered with '${value}''`;
}
