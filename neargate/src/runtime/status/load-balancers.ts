import type { ListenerStatus, LoadBalancerStatus } from '../../gateway/admin-protocol.ts';
import {
  type Elbv2Tables,
  elbv2Tables,
  type ListenerRow,
  type LoadBalancerRow,
} from '../../services/elbv2/store.ts';
import type { Store } from '../../store/store.ts';
import { actionsInWords, conditionsInWords } from './rule-words.ts';

export function loadBalancerStatuses(store: Store): readonly LoadBalancerStatus[] {
  return store.scopes('elbv2.load-balancers').flatMap((scope) => {
    const tables = elbv2Tables(store, scope);
    return Array.from(tables.loadBalancers.values(), (row) => ({
      name: row.name,
      arn: row.loadBalancerArn,
      state: row.observed.state,
      dnsName: row.dnsName,
      listeners: [...tables.listeners.values()]
        .filter(({ loadBalancerArn }) => loadBalancerArn === row.loadBalancerArn)
        .map((listener) => listenerStatus(tables, row, listener)),
    }));
  });
}

function listenerStatus(tables: Elbv2Tables, row: LoadBalancerRow, listener: ListenerRow): ListenerStatus {
  const place = row.observed.listening.find(({ listenerArn }) => listenerArn === listener.listenerArn);
  const nameOf = (targetGroupArn: string) => tables.targetGroups.get(targetGroupArn)?.name ?? targetGroupArn;
  const rules = [...tables.rules.values()]
    .filter(({ listenerArn }) => listenerArn === listener.listenerArn)
    .toSorted((left, right) => order(left.priority) - order(right.priority));
  return {
    port: listener.port,
    protocol: listener.protocol,
    ...(place === undefined
      ? row.observed.reason === undefined
        ? {}
        : { error: row.observed.reason }
      : { url: listenerUrl(listener, place) }),
    onlyRedirects: rules.length > 0 && rules.every(({ actions }) => actions.at(-1)?.Type === 'redirect'),
    rules: rules.map(({ conditions, actions }) => ({
      when: conditionsInWords(conditions),
      // oxlint-disable-next-line unicorn/no-thenable -- a text, which nobody can await as a promise
      then: actionsInWords(actions, nameOf),
    })),
  };
}

/** `localhost` for the first loopback address: that is what people type. */
export function listenerUrl(
  { protocol }: Pick<ListenerRow, 'protocol'>,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  return `${protocol === 'HTTPS' ? 'https' : 'http'}://${host === '127.0.0.1' ? 'localhost' : host}:${port}`;
}

function order(priority: number | 'default'): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : priority;
}
