import { conditionKeys, type ConditionKeys, type Principal, principalName } from '../evaluation/request.ts';
import type { Access } from './access.ts';

/** Whom a service acts for when it assumes a role. */
export interface ServiceSource {
  readonly sourceArn?: string | undefined;
  readonly sourceAccountId?: string | undefined;
}

interface RequestFacts {
  readonly principal: Principal;
  readonly userName?: string | undefined;
  readonly tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];
  readonly region: string;
  readonly resourceAccountId: string;
  readonly nowMs: number;
  readonly source?: ServiceSource;
}

const principalTypes: Readonly<Record<Principal['kind'], string>> = {
  root: 'Account',
  user: 'User',
  session: 'AssumedRole',
  service: 'Service',
  federated: 'FederatedUser',
  anonymous: 'Anonymous',
};

/**
 * The condition keys of a request. The gateway on this machine stands for AWS's HTTPS endpoints, so aws:SecureTransport is
 * true. Keys that are not here are absent, and conditions on them see none; tags of resources (aws:ResourceTag) are among them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestKeys(access: Access, facts: RequestFacts): ConditionKeys {
  const { principal, nowMs, source } = facts;
  const isService = principal.kind === 'service';
  const hasAccount = 'accountId' in principal;
  const tags = Object.fromEntries(
    (facts.tags ?? []).map(({ Key = '', Value = '' }) => [`aws:PrincipalTag/${Key}`, Value]),
  );
  return conditionKeys({
    'aws:CurrentTime': new Date(nowMs).toISOString(),
    'aws:EpochTime': String(Math.floor(nowMs / 1000)),
    'aws:SecureTransport': 'true',
    'aws:SourceIp': isService ? undefined : '127.0.0.1',
    'aws:RequestedRegion': facts.region,
    'aws:ResourceAccount': facts.resourceAccountId,
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': String(isService),
    'aws:PrincipalServiceName': isService ? principal.name : undefined,
    'aws:PrincipalArn':
      principal.kind === 'session'
        ? principal.roleArn
        : isService || principal.kind === 'anonymous'
          ? undefined
          : principalName(principal),
    'aws:PrincipalAccount': hasAccount ? principal.accountId : undefined,
    'aws:PrincipalType': principalTypes[principal.kind],
    'aws:userid':
      principal.kind === 'user' || principal.kind === 'session'
        ? principal.id
        : hasAccount
          ? principal.accountId
          : principal.kind === 'anonymous'
            ? 'anonymous'
            : undefined,
    'aws:username': facts.userName,
    'aws:SourceArn': source?.sourceArn,
    'aws:SourceAccount': source?.sourceAccountId,
    ...tags,
    ...access.keys,
  });
}
