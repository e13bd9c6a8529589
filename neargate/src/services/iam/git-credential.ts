import type { Store } from '../../store/store.ts';
import { iamTables, nameKey } from './store.ts';

/** What is known of an active service-specific credential, such as `ann-at-123456789012`. */
export function gitCredential(
  store: Store,
  serviceUserName: string,
): { readonly accountId: string; readonly principalArn: string; readonly password: string } | undefined {
  const accountId = /-at-(\d{12})$/.exec(serviceUserName)?.[1];
  if (accountId === undefined) return undefined;
  const { gitCredentials, users } = iamTables(store, accountId);
  for (const row of gitCredentials.values()) {
    if (row.serviceUserName !== serviceUserName || row.status !== 'Active') continue;
    const user = users.get(nameKey(row.userName));
    if (user !== undefined) return { accountId, principalArn: user.arn, password: row.password };
  }
  return undefined;
}
