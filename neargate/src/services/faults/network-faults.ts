import type { NetworkFaults } from '../../network/faults.ts';
import type { NetworkModel } from '../../network/model.ts';
import type { Store } from '../../store/store.ts';
import { buildNetworkModel } from '../ec2/network-model.ts';
import { ec2Tables } from '../ec2/store.ts';
import { zonesOf } from '../ec2/zones.ts';
import { faultsOfKind } from './store.ts';

/** The network of an account in a region (`account/region`) as packets find it now: its rules, and what is broken in it. */
export function networkOf(store: Store, scope: string): NetworkModel {
  return buildNetworkModel(ec2Tables(store, scope), regionOf(scope), networkFaults(store, scope));
}

/** The names of the region's Availability Zones in which something can run. */
export function zonesInService(store: Store, scope: string): ReadonlySet<string> {
  const out = new Set(faultsOfKind(store, scope, 'availability-zone').map(({ fault }) => fault.zoneName));
  return new Set(
    zonesOf(regionOf(scope))
      .map(({ zoneName }) => zoneName)
      .filter((zoneName) => !out.has(zoneName)),
  );
}

function networkFaults(store: Store, scope: string): NetworkFaults {
  return {
    zones: new Map(
      faultsOfKind(store, scope, 'availability-zone').map(({ faultId, fault }) => [fault.zoneName, faultId]),
    ),
    natGateways: new Map(
      faultsOfKind(store, scope, 'nat-gateway').map(({ faultId, fault }) => [fault.natGatewayId, faultId]),
    ),
    cuts: faultsOfKind(store, scope, 'cut').map(({ faultId, fault: { by, between } }) => ({
      faultId,
      by,
      between,
    })),
  };
}

function regionOf(scope: string): string {
  return scope.split('/')[1] ?? '';
}
