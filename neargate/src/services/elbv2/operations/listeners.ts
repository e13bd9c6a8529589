import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
  ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { checkedActions } from '../actions.ts';
import { changeListenerAttributes, defaultListenerAttributes } from '../attributes.ts';
import {
  duplicateListener,
  listenerNotFound,
  loadBalancerNotFound,
  sslPolicyNotFound,
  tooMany,
  validationError,
} from '../errors.ts';
import { accountLimits } from '../limits.ts';
import { checkedCertificateArns } from '../listener-certificates.ts';
import { deleteListenerRows, findListener, isSecure } from '../listeners.ts';
import { checkedMutualAuthentication, describeMutualAuthentication } from '../mutual-authentication.ts';
import { page } from '../paging.ts';
import { defaultSslPolicy, sslPolicies } from '../ssl-policies.ts';
import {
  type Elbv2Tables,
  elbv2TablesOf,
  type ListenerRow,
  type LoadBalancerRow,
  type RuleRow,
} from '../store.ts';
import { putTags } from '../tags.ts';

const maxListenersPerLoadBalancer = accountLimits['listeners-per-application-load-balancer'];
const protocolsByType: Readonly<Record<string, readonly string[]>> = {
  application: ['HTTP', 'HTTPS'],
  network: ['TCP', 'TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'],
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
export const createListener = operation<CreateListenerInput, CreateListenerOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const loadBalancer = tables.loadBalancers.get(input.LoadBalancerArn ?? '');
    if (loadBalancer === undefined) throw loadBalancerNotFound();
    const listenerId = context.ids.hex(16);
    const listenerArn = `${loadBalancer.loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${listenerId}`;
    const row = checkedListener(tables, loadBalancer, {
      listenerArn,
      loadBalancerArn: loadBalancer.loadBalancerArn,
      port: input.Port,
      protocol: input.Protocol,
      sslPolicy: input.SslPolicy,
      certificateArns: checkedCertificateArns(context, input.Certificates),
      alpnPolicy: input.AlpnPolicy,
      mutualAuthentication: checkedMutualAuthentication(tables, input.MutualAuthentication, input.Protocol),
    });
    const siblings = [...tables.listeners.values()].filter(
      (each) => each.loadBalancerArn === loadBalancer.loadBalancerArn,
    );
    if (siblings.length >= maxListenersPerLoadBalancer) {
      throw tooMany('Listeners', 'The maximum number of listeners per load balancer has been reached');
    }
    tables.listeners.put(listenerArn, row);
    const ruleArn = `${listenerArn.replace(':listener/', ':listener-rule/')}/${context.ids.hex(16)}`;
    const defaultRule: RuleRow = {
      ruleArn,
      listenerArn,
      priority: 'default',
      conditions: [],
      actions: checkedActions(tables, loadBalancer, row.protocol, input.DefaultActions ?? []),
    };
    tables.rules.put(ruleArn, defaultRule);
    putTags(tables, listenerArn, input.Tags);
    return { Listeners: [describeListener(tables, row)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
export const describeListeners = operation<DescribeListenersInput, DescribeListenersOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { ListenerArns: arns, LoadBalancerArn: loadBalancerArn } = input;
    if (arns === undefined && loadBalancerArn === undefined) {
      throw validationError('You must specify either a listener ARN or a load balancer ARN');
    }
    if (loadBalancerArn !== undefined && !tables.loadBalancers.has(loadBalancerArn)) {
      throw loadBalancerNotFound();
    }
    for (const arn of arns ?? []) if (!tables.listeners.has(arn)) throw listenerNotFound();
    const asked = [...tables.listeners.values()].filter(
      (row) =>
        (arns?.includes(row.listenerArn) ?? true) &&
        (loadBalancerArn === undefined || row.loadBalancerArn === loadBalancerArn),
    );
    const { items, nextMarker } = page(asked, (row) => row.listenerArn, input);
    return { Listeners: items.map((row) => describeListener(tables, row)), NextMarker: nextMarker };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export const modifyListener = operation<ModifyListenerInput, ModifyListenerOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findListener(tables, input.ListenerArn);
    const loadBalancer = tables.loadBalancers.get(row.loadBalancerArn);
    if (loadBalancer === undefined) throw loadBalancerNotFound();
    const protocol = input.Protocol ?? row.protocol;
    const [newDefault] = checkedCertificateArns(context, input.Certificates);
    const certificateArns =
      newDefault === undefined
        ? row.certificateArns
        : [newDefault, ...row.certificateArns.slice(1).filter((arn) => arn !== newDefault)];
    const changed = checkedListener(tables, loadBalancer, {
      ...row,
      port: input.Port ?? row.port,
      protocol,
      sslPolicy: input.SslPolicy ?? row.sslPolicy,
      certificateArns: isSecure(protocol) ? certificateArns : [],
      alpnPolicy: input.AlpnPolicy ?? row.alpnPolicy,
      mutualAuthentication:
        input.MutualAuthentication === undefined
          ? row.mutualAuthentication
          : checkedMutualAuthentication(tables, input.MutualAuthentication, protocol),
    });
    const kept = Object.entries(row.attributes).filter(([key]) => Object.hasOwn(changed.attributes, key));
    const attributes = changeListenerAttributes(
      changed,
      kept.map(([Key, Value]) => ({ Key, Value })),
    );
    const updated = { ...changed, attributes };
    tables.listeners.put(row.listenerArn, updated);
    if (input.DefaultActions !== undefined) {
      const rule = defaultRuleOf(tables, row.listenerArn);
      const actions = checkedActions(tables, loadBalancer, protocol, input.DefaultActions);
      tables.rules.put(rule.ruleArn, { ...rule, actions });
    }
    return { Listeners: [describeListener(tables, updated)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
export const deleteListener = operation<DeleteListenerInput, Record<string, never>>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    deleteListenerRows(tables, findListener(tables, input.ListenerArn).listenerArn);
    return {};
  },
});

function defaultRuleOf(tables: Elbv2Tables, listenerArn: string): RuleRow {
  for (const rule of tables.rules.values()) {
    if (rule.listenerArn === listenerArn && rule.priority === 'default') return rule;
  }
  throw new Error(`listener ${listenerArn} has no default rule`);
}

type ListenerDraft = Omit<ListenerRow, 'port' | 'protocol' | 'attributes'> & {
  readonly port: number | undefined;
  readonly protocol: string | undefined;
};

function checkedListener(
  tables: Elbv2Tables,
  loadBalancer: LoadBalancerRow,
  draft: ListenerDraft,
): ListenerRow {
  const { port, protocol } = draft;
  if (port === undefined) throw validationError('A port must be specified');
  if (protocol === undefined) throw validationError('A protocol must be specified');
  if (port < 1 || port > 65_535) throw validationError(`The port '${port}' must be between '1' and '65535'`);
  const allowed = protocolsByType[loadBalancer.type] ?? [];
  if (!allowed.includes(protocol)) {
    throw validationError(`Listener protocol '${protocol}' must be one of '${allowed.join(', ')}'`);
  }
  const isTaken = [...tables.listeners.values()].some(
    (each) =>
      each.loadBalancerArn === loadBalancer.loadBalancerArn &&
      each.port === port &&
      each.listenerArn !== draft.listenerArn,
  );
  if (isTaken) throw duplicateListener(loadBalancer.loadBalancerArn);
  if (isSecure(protocol) && draft.certificateArns.length === 0) {
    throw validationError(`A certificate must be specified for ${protocol} listeners`);
  }
  if (!isSecure(protocol) && draft.certificateArns.length > 0) {
    throw validationError(`Certificates cannot be specified for ${protocol} listeners`);
  }
  if (draft.sslPolicy !== undefined && !sslPolicies.has(draft.sslPolicy)) {
    throw sslPolicyNotFound(draft.sslPolicy);
  }
  return {
    ...draft,
    port,
    protocol,
    sslPolicy: isSecure(protocol) ? (draft.sslPolicy ?? defaultSslPolicy) : undefined,
    attributes: defaultListenerAttributes(protocol),
  };
}

function describeListener(tables: Elbv2Tables, row: ListenerRow): Listener {
  const [certificate] = row.certificateArns;
  return {
    ListenerArn: row.listenerArn,
    LoadBalancerArn: row.loadBalancerArn,
    Port: row.port,
    Protocol: row.protocol as ProtocolEnum,
    SslPolicy: row.sslPolicy,
    Certificates: certificate === undefined ? undefined : [{ CertificateArn: certificate }],
    AlpnPolicy: row.alpnPolicy && [...row.alpnPolicy],
    DefaultActions: [...defaultRuleOf(tables, row.listenerArn).actions],
    MutualAuthentication:
      row.protocol === 'HTTPS' ? describeMutualAuthentication(row.mutualAuthentication) : undefined,
  };
}
