import type { Store } from '../../store/store.ts';
import { accountOfAccessKeyId } from '../iam/access-key-id.ts';
import { iamTables, nameKey } from '../iam/store.ts';
import { sessionsOf } from './store.ts';

/** What the control plane knows about an access key id that it gave out. */
export interface IssuedCredentials {
  readonly accountId: string;
  readonly principalArn: string;
  readonly secretAccessKey: string;
  /** Must come with every request; long-term keys have none. */
  readonly sessionToken?: string;
  /** Temporary credentials end; milliseconds since the Unix epoch. */
  readonly expiresAtMs?: number;
  readonly isActive: boolean;
  readonly sessionPolicies?: readonly string[] | undefined;
}

/** The credentials of that id, or undefined when nobody here gave them out, as with keys that a developer made up. */
export function issuedCredentials(store: Store, accessKeyId: string): IssuedCredentials | undefined {
  const accountId = accountOfAccessKeyId(accessKeyId);
  if (accountId === undefined) return undefined;
  const session = sessionsOf(store, accountId).get(accessKeyId);
  if (session !== undefined) {
    const { principalArn, secretAccessKey, sessionToken, expiresAtMs, sessionPolicies } = session;
    return {
      accountId,
      principalArn,
      secretAccessKey,
      sessionToken,
      expiresAtMs,
      isActive: true,
      sessionPolicies,
    };
  }
  const { accessKeys, users } = iamTables(store, accountId);
  const key = accessKeys.get(accessKeyId);
  const user = key && users.get(nameKey(key.userName));
  if (key === undefined || user === undefined) return undefined;
  return {
    accountId,
    principalArn: user.arn,
    secretAccessKey: key.secretAccessKey,
    isActive: key.status === 'Active',
  };
}
