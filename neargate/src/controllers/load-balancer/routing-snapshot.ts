import type { Timing } from '../../core/timing.ts';
import {
  defaultLoadBalancerAttributes,
  type ListenerConfig,
  type LoadBalancerAttributes,
  type ResponseField,
} from '../../loadbalancer/listener-config.ts';
import type { Reachability, SocketAddress } from '../../loadbalancer/places.ts';
import type { RoutingSnapshot } from '../../loadbalancer/snapshot.ts';
import type { TargetGroupConfig } from '../../loadbalancer/target-group-config.ts';
import type { CertificateConfig } from '../../loadbalancer/tls/tls-config.ts';
import type { Elbv2Tables, ListenerRow, LoadBalancerRow } from '../../services/elbv2/store.ts';
import { loadBalancerUsing } from '../../services/elbv2/target-groups-in-use.ts';
import { oneOf } from './one-of.ts';
import { ruleConfigs } from './rule-config.ts';
import { tlsConfig } from './tls-config.ts';
import { targetGroupConfig } from './target-group-config.ts';

/** AWS gives a target 10 seconds to accept a connection. */
const connectTimeoutMs = 10_000;

/** What the tables do not say: where things are on this machine, and who reaches whom. */
export interface SnapshotSources {
  readonly timing: Timing;
  bindOf(listener: ListenerRow): SocketAddress;
  /** Where a registered address answers; undefined when nothing on this machine has it. */
  addressOf(vpcId: string | undefined, id: string, port: number): SocketAddress | undefined;
  /** An issued certificate of ACM with its key. */
  certificateOf(arn: string): CertificateConfig | undefined;
  /** The zone of the subnet that an address of the VPC lies in. */
  zoneOf(vpcId: string | undefined, id: string): string | undefined;
  /** The address of a network interface as its clients see it: the public one where it has one. */
  addressOfInterface(networkInterfaceId: string): string | undefined;
  /** Whether any client can connect to the load balancer at the port. */
  clients(loadBalancer: LoadBalancerRow, port: number): Reachability;
  /** Whether the zone is not out on request. */
  isInService(zoneName: string): boolean;
  /** What is broken on request between the load balancer's checks and a target. */
  checkFault(targetGroupArn: string, id: string, port: number): CheckFault | undefined;
  reachability(
    loadBalancer: LoadBalancerRow,
    vpcId: string | undefined,
    id: string,
    port: number,
  ): Reachability;
}

export type CheckFault =
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'late'; readonly delayMs: number };

export type SnapshotContent = Omit<RoutingSnapshot, 'version'>;

/** What the load balancer's process shall do, from the tables of one account and region. */
export function routingSnapshot(tables: Elbv2Tables, sources: SnapshotSources): SnapshotContent {
  const listeners = [...tables.listeners.values()].flatMap((listener): ListenerConfig[] => {
    const loadBalancer = tables.loadBalancers.get(listener.loadBalancerArn);
    if (loadBalancer?.type !== 'application') return [];
    if (listener.protocol !== 'HTTP' && listener.protocol !== 'HTTPS') return [];
    return [listenerConfig(tables, sources, loadBalancer, listener)];
  });
  const targetGroups = [...tables.targetGroups.values()].flatMap((group): TargetGroupConfig[] => {
    const loadBalancer = loadBalancerUsing(tables, group.targetGroupArn);
    if (loadBalancer?.type !== 'application' || (group.protocol !== 'HTTP' && group.protocol !== 'HTTPS'))
      return [];
    return [targetGroupConfig(tables, sources, loadBalancer, group, group.protocol)];
  });
  return { listeners, targetGroups };
}

function listenerConfig(
  tables: Elbv2Tables,
  sources: SnapshotSources,
  loadBalancer: LoadBalancerRow,
  listener: ListenerRow,
): ListenerConfig {
  const inService = loadBalancer.zones.filter(({ zoneName }) => sources.isInService(zoneName));
  const tls = tlsConfig(
    listener,
    (arn) => sources.certificateOf(arn),
    (arn) => tables.trustStores.get(arn),
  );
  return {
    arn: listener.listenerArn,
    loadBalancerArn: loadBalancer.loadBalancerArn,
    loadBalancerName: loadBalancer.name,
    protocol: listener.protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    ...(tls === undefined ? {} : { tls }),
    bind: sources.bindOf(listener),
    port: listener.port,
    attributes: loadBalancerAttributes(loadBalancer, listener, sources.timing),
    // Without any zone no client gets through; what is open already still has a node.
    nodes: (inService.length > 0 ? inService : loadBalancer.zones).map(
      ({ zoneName, networkInterfaceId }) => ({
        availabilityZone: zoneName,
        address: sources.addressOfInterface(networkInterfaceId) ?? '-',
      }),
    ),
    clients: sources.clients(loadBalancer, listener.port),
    rules: ruleConfigs(tables, listener.listenerArn),
  };
}

function loadBalancerAttributes(
  { attributes }: LoadBalancerRow,
  listener: ListenerRow,
  timing: Timing,
): LoadBalancerAttributes {
  const isOn = (name: string) => attributes[name] === 'true';
  const seconds = (name: string, fallbackMs: number) =>
    attributes[name] === undefined ? fallbackMs : Number(attributes[name]) * 1000;
  const defaults = defaultLoadBalancerAttributes;
  return {
    idleTimeoutMs: seconds('idle_timeout.timeout_seconds', defaults.idleTimeoutMs),
    clientKeepAliveMs: seconds('client_keep_alive.seconds', defaults.clientKeepAliveMs),
    connectTimeoutMs: timing.scaled('elb-connect-timeout', connectTimeoutMs),
    xffMode: oneOf(
      attributes['routing.http.xff_header_processing.mode'],
      ['append', 'preserve', 'remove'],
      'append',
    ),
    xffClientPort: isOn('routing.http.xff_client_port.enabled'),
    preserveHost: isOn('routing.http.preserve_host_header.enabled'),
    dropInvalidHeaders: isOn('routing.http.drop_invalid_header_fields.enabled'),
    desyncMode: oneOf(
      attributes['routing.http.desync_mitigation_mode'],
      ['monitor', 'defensive', 'strictest'],
      'defensive',
    ),
    responseFields: responseFieldsOf(listener),
    serverHeader: listener.attributes['routing.http.response.server.enabled'] !== 'false',
    accessLogs: isOn('access_logs.s3.enabled'),
    connectionLogs: isOn('connection_logs.s3.enabled'),
    http2: attributes['routing.http2.enabled'] !== 'false',
    tlsFields: isOn('routing.http.x_amzn_tls_version_and_cipher_suite.enabled'),
  };
}

const responseFieldAttribute = /^routing\.http\.response\.(.+)\.header_value$/;

/** The attributes that add a field to responses, by that field's name: `x_frame_options` is X-Frame-Options. */
function responseFieldsOf({ attributes }: ListenerRow): ResponseField[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const name = responseFieldAttribute.exec(key)?.[1];
    if (name === undefined || value === '') return [];
    return [{ name: name.split('_').map(capitalized).join('-'), value }];
  });
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
