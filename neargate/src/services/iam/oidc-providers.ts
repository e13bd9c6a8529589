import type { OperationContext } from '../context.ts';
import { noSuchEntity } from './errors.ts';
import { iamTablesOf, type OidcProviderRow } from './store.ts';

export const oidcProviderArn = { required: true, min: 20, max: 2048 } as const;

export function findOidcProvider(context: OperationContext, arn: string | undefined): OidcProviderRow {
  const row = iamTablesOf(context).oidcProviders.get(arn ?? '');
  if (row === undefined) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn ?? ''}`);
  return row;
}
