import { createHmac } from 'node:crypto';
import { sameText } from '../../core/same-text.ts';
import type { Store } from '../../store/store.ts';
import type { OperationContext } from '../context.ts';
import { isObject, parseJson } from '../events/json.ts';
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

/** The token behind a password; undefined for a password that was not given out here or was changed since. */
export function readRegistryToken(store: Store, password: string): RegistryToken | undefined {
  const sealed = parseJson(Buffer.from(password, 'base64').toString('utf8'));
  if (!isObject(sealed)) return undefined;
  const { payload, mac } = sealed;
  if (typeof payload !== 'string' || typeof mac !== 'string') return undefined;
  const claimed = parseJson(payload);
  if (!isObject(claimed)) return undefined;
  const { accountId, region } = claimed;
  if (typeof accountId !== 'string' || typeof region !== 'string') return undefined;
  const key = ecrTables(store, `${accountId}/${region}`).tokenKeys.get('key')?.key;
  if (key === undefined || !sameText(mac, macOf(payload, key))) return undefined;
  return claimed as unknown as RegistryToken;
}

function newKey(context: OperationContext): string {
  const key = context.ids.alphanumeric(43);
  ecrTablesOf(context).tokenKeys.put('key', { key });
  return key;
}

function macOf(payload: string, key: string): string {
  return createHmac('sha256', key).update(payload).digest('hex');
}
