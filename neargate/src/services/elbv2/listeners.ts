import { listenerNotFound } from './errors.ts';
import type { Elbv2Tables, ListenerRow } from './store.ts';

/** The listener's row, or ListenerNotFound. */
export function findListener(tables: Elbv2Tables, arn: string | undefined): ListenerRow {
  const row = tables.listeners.get(arn ?? '');
  if (row === undefined) throw listenerNotFound();
  return row;
}

/** Removes a listener with its rules and all their tags. */
export function deleteListenerRows(tables: Elbv2Tables, listenerArn: string): void {
  for (const rule of tables.rules.values()) {
    if (rule.listenerArn !== listenerArn) continue;
    tables.rules.delete(rule.ruleArn);
    tables.tags.delete(rule.ruleArn);
  }
  tables.listeners.delete(listenerArn);
  tables.tags.delete(listenerArn);
}

/** Whether listeners of the protocol show a certificate. */
export function isSecure(protocol: string): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}
