import { constraints } from './constraints.ts';
import type { ServiceDefinition } from '../operation.ts';
import * as accountLimits from './operations/account-limits.ts';
import * as attributes from './operations/attributes.ts';
import * as capacityReservations from './operations/capacity-reservations.ts';
import { modifyIpPools } from './operations/ip-pools.ts';
import * as listenerCertificates from './operations/listener-certificates.ts';
import * as listeners from './operations/listeners.ts';
import * as loadBalancers from './operations/load-balancers.ts';
import * as rules from './operations/rules.ts';
import { describeSslPolicies } from './operations/ssl-policies.ts';
import * as tags from './operations/tags.ts';
import * as targetGroups from './operations/target-groups.ts';
import * as targets from './operations/targets.ts';
import * as revocations from './operations/trust-store-revocations.ts';
import * as trustStores from './operations/trust-stores.ts';

/** Elastic Load Balancing, version 2: application and network load balancers. */
export const elbv2 = {
  signingName: 'elasticloadbalancing',
  protocol: 'query',
  apiVersion: '2015-12-01',
  xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  validationErrorCode: 'ValidationError',
  constraints,
  operations: {
    AddListenerCertificates: listenerCertificates.addListenerCertificates,
    AddTags: tags.addTags,
    AddTrustStoreRevocations: revocations.addTrustStoreRevocations,
    CreateListener: listeners.createListener,
    CreateLoadBalancer: loadBalancers.createLoadBalancer,
    CreateRule: rules.createRule,
    CreateTargetGroup: targetGroups.createTargetGroup,
    CreateTrustStore: trustStores.createTrustStore,
    DeleteListener: listeners.deleteListener,
    DeleteLoadBalancer: loadBalancers.deleteLoadBalancer,
    DeleteRule: rules.deleteRule,
    DeleteTargetGroup: targetGroups.deleteTargetGroup,
    DeleteTrustStore: trustStores.deleteTrustStore,
    DeregisterTargets: targets.deregisterTargets,
    DescribeAccountLimits: accountLimits.describeAccountLimits,
    DescribeCapacityReservation: capacityReservations.describeCapacityReservation,
    DescribeListenerAttributes: attributes.describeListenerAttributes,
    DescribeListenerCertificates: listenerCertificates.describeListenerCertificates,
    DescribeListeners: listeners.describeListeners,
    DescribeLoadBalancerAttributes: attributes.describeLoadBalancerAttributes,
    DescribeLoadBalancers: loadBalancers.describeLoadBalancers,
    DescribeRules: rules.describeRules,
    DescribeSSLPolicies: describeSslPolicies,
    DescribeTags: tags.describeTagsOperation,
    DescribeTargetGroupAttributes: attributes.describeTargetGroupAttributes,
    DescribeTargetGroups: targetGroups.describeTargetGroups,
    DescribeTargetHealth: targets.describeTargetHealth,
    DescribeTrustStoreAssociations: trustStores.describeTrustStoreAssociations,
    DescribeTrustStoreRevocations: revocations.describeTrustStoreRevocations,
    DescribeTrustStores: trustStores.describeTrustStores,
    ModifyCapacityReservation: capacityReservations.modifyCapacityReservation,
    ModifyIpPools: modifyIpPools,
    ModifyListener: listeners.modifyListener,
    ModifyListenerAttributes: attributes.modifyListenerAttributes,
    ModifyLoadBalancerAttributes: attributes.modifyLoadBalancerAttributes,
    ModifyRule: rules.modifyRule,
    ModifyTargetGroup: targetGroups.modifyTargetGroup,
    ModifyTargetGroupAttributes: attributes.modifyTargetGroupAttributes,
    ModifyTrustStore: trustStores.modifyTrustStore,
    RegisterTargets: targets.registerTargets,
    RemoveListenerCertificates: listenerCertificates.removeListenerCertificates,
    RemoveTags: tags.removeTagsOperation,
    RemoveTrustStoreRevocations: revocations.removeTrustStoreRevocations,
    SetIpAddressType: loadBalancers.setIpAddressType,
    SetRulePriorities: rules.setRulePriorities,
    SetSecurityGroups: loadBalancers.setSecurityGroups,
    SetSubnets: loadBalancers.setSubnets,
  },
  stored: {
    ModifyCapacityReservation: 'no capacity is provisioned for it: no zone is shown in any state',
    ModifyIpPools: 'there are no IPAM pools to take addresses from, so that none is looked for',
  },
} satisfies ServiceDefinition;
