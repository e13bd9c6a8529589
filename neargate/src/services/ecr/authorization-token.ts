import { createHmac } from 'node:crypto';
import { sameText } from '../../core/same-text.ts';
import type { Store } from '../../store/store.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import { ecrTables, ecrTablesOf } from './store.ts';

/** Who a registry password was given to, and until when. */
export interface RegistryToken {
  readonly accountId: string;
  readonly region: string;
  readonly principalArn: string;
  readonly sessionPolicies?: readonly string[] | undefined;
  readonly expiresAtMs: number;
  /** Makes two tokens of one moment differ. */
  readonly id: string;
}

/** A token behind a password, and whether it was given out here and not changed since. */
export interface PresentedToken extends RegistryToken {
  readonly isGenuine: boolean;
}

/** The password that `docker login --username AWS` is given: what the caller may do, for a while. */
export function registryPassword(context: OperationContext, lifetimeMs: number): string {
  const { caller, clock, ids } = context;
  const { accountId, region, principalArn, sessionPolicies } = caller;
  const token: RegistryToken = {
    accountId,
    region,
    principalArn,
    sessionPolicies,
    expiresAtMs: clock.now() + lifetimeMs,
    id: ids.uuid(),
  };
  const payload = JSON.stringify(token);
  const key = ecrTablesOf(context).tokenKeys.get('key')?.key ?? newKey(context);
  return Buffer.from(JSON.stringify({ payload, mac: macOf(payload, key) })).toString('base64');
}

/** Reads a password; undefined for one that is no token. */
export function readRegistryToken(store: Store, password: string): PresentedToken | undefined {
  try {
    const { payload, mac } = JSON.parse(Buffer.from(password, 'base64').toString('utf8')) as Partial<
      Record<'payload' | 'mac', unknown>
    >;
    if (typeof payload !== 'string' || typeof mac !== 'string') return undefined;
    const token = JSON.parse(payload) as RegistryToken;
    const key = ecrTables(store, regionalScope({ ...token, partition: 'aws' })).tokenKeys.get('key')?.key;
    return { ...token, isGenuine: key !== undefined && sameText(mac, macOf(payload, key)) };
  } catch {
    return undefined;
  }
}

function newKey(context: OperationContext): string {
  const key = context.ids.alphanumeric(43);
  ecrTablesOf(context).tokenKeys.put('key', { key });
  return key;
}

function macOf(payload: string, key: string): string {
  return createHmac('sha256', key).update(payload).digest('hex');
}
