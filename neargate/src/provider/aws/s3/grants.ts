import type { Grant, Grantee } from '@aws-sdk/client-s3';
import type { PlainObject } from '../../../terraform/provider.ts';
import { requiredText, textOf } from '../../arguments.ts';

/** Who is granted something, from the arguments `id`, `type`, `uri` and `email_address`. */
export function granteeOf(block: PlainObject): Grantee {
  return {
    Type: requiredText(block, 'type') as Grantee['Type'],
    ID: textOf(block, 'id'),
    URI: textOf(block, 'uri'),
    EmailAddress: textOf(block, 'email_address'),
  };
}

/** Grants with one permission each as blocks that name a grantee once with all its permissions. */
export function grantBlocks(grants: readonly Grant[]): PlainObject[] {
  const byGrantee = new Map<string, { readonly grantee: Grantee; readonly permissions: string[] }>();
  for (const { Grantee: grantee, Permission } of grants) {
    if (grantee === undefined || Permission === undefined) continue;
    const key = JSON.stringify([grantee.Type, grantee.ID, grantee.URI]);
    const group = byGrantee.get(key) ?? { grantee, permissions: [] };
    group.permissions.push(Permission);
    byGrantee.set(key, group);
  }
  return [...byGrantee.values()].map(({ grantee, permissions }) => ({
    id: grantee.ID ?? null,
    type: grantee.Type ?? null,
    uri: grantee.URI ?? null,
    permissions,
  }));
}
