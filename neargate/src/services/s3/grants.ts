import { createHash } from 'node:crypto';
import type { Grant, Owner, Permission } from '@aws-sdk/client-s3';
import { invalidArgument } from './errors.ts';

const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';
const authenticated = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** The account's canonical user id: not AWS's own, but always the same one. */
export function ownerOf(accountId: string): Owner {
  return { ID: createHash('sha256').update(`canonical user ${accountId}`).digest('hex') };
}

export function ownerGrant(accountId: string): Grant {
  const { ID } = ownerOf(accountId);
  return { Grantee: { ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' };
}

const toGroup = (URI: string, Permission: Permission): Grant => ({
  Grantee: { URI, Type: 'Group' },
  Permission,
});

/** What a canned ACL grants beside its owner. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const cannedGrants: Readonly<Record<string, readonly Grant[]>> = {
  private: [],
  'public-read': [toGroup(everyone, 'READ')],
  'public-read-write': [toGroup(everyone, 'READ'), toGroup(everyone, 'WRITE')],
  'authenticated-read': [toGroup(authenticated, 'READ')],
  'aws-exec-read': [],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'log-delivery-write': [toGroup(logDelivery, 'WRITE'), toGroup(logDelivery, 'READ_ACP')],
};

interface AclRequest {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: { readonly Grants?: readonly Grant[] | undefined } | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

const grantMembers = {
  GrantFullControl: 'FULL_CONTROL',
  GrantRead: 'READ',
  GrantReadACP: 'READ_ACP',
  GrantWrite: 'WRITE',
  GrantWriteACP: 'WRITE_ACP',
} as const;

/** The grants that a request asks for; undefined when it says nothing about an ACL. */
export function requestedGrants(request: AclRequest, ownerAccountId: string): Grant[] | undefined {
  if (request.ACL !== undefined) {
    const canned = cannedGrants[request.ACL];
    if (canned === undefined) throw invalidArgument('');
    return [ownerGrant(ownerAccountId), ...canned];
  }
  if (request.AccessControlPolicy !== undefined) return [...(request.AccessControlPolicy.Grants ?? [])];
  const fromHeaders = (Object.keys(grantMembers) as (keyof typeof grantMembers)[]).flatMap((member) =>
    grantees(request[member]).map((Grantee) => ({ Grantee, Permission: grantMembers[member] })),
  );
  return fromHeaders.length === 0 ? undefined : fromHeaders;
}

/** True when the grants give anything to everybody. */
export function isPublicAcl(grants: readonly Grant[]): boolean {
  return grants.some(({ Grantee }) => Grantee?.URI === everyone || Grantee?.URI === authenticated);
}

/** True for the ACL that buckets without ACLs still take: the owner has everything and nobody else anything. */
export function isOwnerFullControl(request: AclRequest): boolean {
  return request.ACL === 'bucket-owner-full-control';
}

/** `id="…", uri="…"` as in the headers x-amz-grant-…. */
function grantees(header: string | undefined): NonNullable<Grant['Grantee']>[] {
  if (header === undefined) return [];
  return [...header.matchAll(/(id|uri|emailAddress)="?([^",]+)"?/g)].map(([, kind, value]) => {
    if (kind === 'uri') return { URI: value, Type: 'Group' };
    if (kind === 'emailAddress') return { EmailAddress: value, Type: 'AmazonCustomerByEmail' };
    return { ID: value, Type: 'CanonicalUser' };
  });
}
