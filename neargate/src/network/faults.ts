import type { InterfaceModel, NetworkModel } from './model.ts';
import type { Denial } from './verdict.ts';

/** What has been broken on request, as far as packets meet it. Maps give the fault's id. */
export interface NetworkFaults {
  /** Availability Zones that are out, by name. */
  readonly zones: ReadonlyMap<string, string>;
  readonly natGateways: ReadonlyMap<string, string>;
  readonly cuts: readonly NetworkCut[];
}

/** Two groups of interfaces between which nothing passes, in either direction. */
export interface NetworkCut {
  readonly faultId: string;
  /** What an interface belongs to a side by. */
  readonly by: 'security-group' | 'subnet';
  readonly between: readonly [string, string];
}

export const noFaults: NetworkFaults = { zones: new Map(), natGateways: new Map(), cuts: [] };

/** The fault that keeps the interface from everything: its zone is out. Undefined when there is none. */
export function zoneFault(model: NetworkModel, networkInterface: InterfaceModel): Denial | undefined {
  const zone = model.subnets.get(networkInterface.subnetId)?.availabilityZone ?? '';
  const faultId = model.faults.zones.get(zone);
  if (faultId === undefined) return undefined;
  return faultDenial(
    faultId,
    `Availability Zone ${zone}, where network interface ${networkInterface.id} is, is out of service.`,
  );
}

/** The fault that parts two interfaces. Undefined when none does. */
export function cutBetween(
  model: NetworkModel,
  left: InterfaceModel,
  right: InterfaceModel,
): Denial | undefined {
  const cut = model.faults.cuts.find(
    ({ by, between: [one, other] }) =>
      (isOn(left, by, one) && isOn(right, by, other)) || (isOn(left, by, other) && isOn(right, by, one)),
  );
  if (cut === undefined) return undefined;
  const [one, other] = cut.between.map((id) => sideText(model, cut.by, id));
  return faultDenial(cut.faultId, `${one} and ${other} are cut apart.`);
}

/** The fault that stops a NAT gateway: its own, or that of its zone. Undefined when there is none. */
export function natGatewayFault(model: NetworkModel, natGatewayId: string): Denial | undefined {
  const faultId = model.faults.natGateways.get(natGatewayId);
  if (faultId !== undefined) return faultDenial(faultId, `NAT gateway ${natGatewayId} is stopped.`);
  const zone = model.subnets.get(model.natGateways.get(natGatewayId)?.subnetId ?? '')?.availabilityZone ?? '';
  const zoneFaultId = model.faults.zones.get(zone);
  if (zoneFaultId === undefined) return undefined;
  return faultDenial(
    zoneFaultId,
    `NAT gateway ${natGatewayId} is in Availability Zone ${zone}, which is out of service.`,
  );
}

/** Whether a denial comes from a fault: such a one breaks connections that were open before, too. */
export function isOfFault({ kind }: Denial): boolean {
  return kind === 'fault';
}

function faultDenial(faultId: string, reason: string): Denial {
  return {
    allowed: false,
    at: faultId,
    kind: 'fault',
    reason: `${reason.slice(0, -1)} (fault ${faultId}).`,
    remedy: `Heal it with: neargate fault heal ${faultId}`,
  };
}

function isOn({ subnetId, groupIds }: InterfaceModel, by: NetworkCut['by'], id: string): boolean {
  return by === 'subnet' ? subnetId === id : groupIds.includes(id);
}

function sideText(model: NetworkModel, by: NetworkCut['by'], id: string): string {
  const named = by === 'subnet' ? model.subnets.get(id) : model.securityGroups.get(id);
  const name = named?.name === undefined ? '' : ` (${named.name})`;
  return `${by === 'subnet' ? 'Subnet' : 'Security group'} ${id}${name}`;
}
