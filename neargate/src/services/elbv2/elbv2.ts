import type { ServiceDefinition } from '../operation.ts';
import * as accountLimits from './operations/account-limits.ts';
import * as attributes from './operations/attributes.ts';
import * as listeners from './operations/listeners.ts';
import * as loadBalancers from './operations/load-balancers.ts';
import * as rules from './operations/rules.ts';
import { describeSslPolicies } from './operations/ssl-policies.ts';
import * as tags from './operations/tags.ts';
import * as targetGroups from './operations/target-groups.ts';
import * as targets from './operations/targets.ts';

/** Elastic Load Balancing, version 2: application and network load balancers. */
export const elbv2 = {
  signingName: 'elasticloadbalancing',
  protocol: 'query',
  apiVersion: '2015-12-01',
  xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  validationErrorCode: 'ValidationError',
  operations: {
    AddListenerCertificates: listeners.addListenerCertificates,
    AddTags: tags.addTags,
    CreateListener: listeners.createListener,
    CreateLoadBalancer: loadBalancers.createLoadBalancer,
    CreateRule: rules.createRule,
    CreateTargetGroup: targetGroups.createTargetGroup,
    DeleteListener: listeners.deleteListener,
    DeleteLoadBalancer: loadBalancers.deleteLoadBalancer,
    DeleteRule: rules.deleteRule,
    DeleteTargetGroup: targetGroups.deleteTargetGroup,
    DeregisterTargets: targets.deregisterTargets,
    DescribeAccountLimits: accountLimits.describeAccountLimits,
    DescribeCapacityReservation: attributes.describeCapacityReservation,
    DescribeListenerAttributes: attributes.describeListenerAttributes,
    DescribeListenerCertificates: listeners.describeListenerCertificates,
    DescribeListeners: listeners.describeListeners,
    DescribeLoadBalancerAttributes: attributes.describeLoadBalancerAttributes,
    DescribeLoadBalancers: loadBalancers.describeLoadBalancers,
    DescribeRules: rules.describeRules,
    DescribeSSLPolicies: describeSslPolicies,
    DescribeTags: tags.describeTagsOperation,
    DescribeTargetGroupAttributes: attributes.describeTargetGroupAttributes,
    DescribeTargetGroups: targetGroups.describeTargetGroups,
    DescribeTargetHealth: targets.describeTargetHealth,
    ModifyListener: listeners.modifyListener,
    ModifyListenerAttributes: attributes.modifyListenerAttributes,
    ModifyLoadBalancerAttributes: attributes.modifyLoadBalancerAttributes,
    ModifyRule: rules.modifyRule,
    ModifyTargetGroup: targetGroups.modifyTargetGroup,
    ModifyTargetGroupAttributes: attributes.modifyTargetGroupAttributes,
    RegisterTargets: targets.registerTargets,
    RemoveListenerCertificates: listeners.removeListenerCertificates,
    RemoveTags: tags.removeTagsOperation,
    SetIpAddressType: loadBalancers.setIpAddressType,
    SetRulePriorities: rules.setRulePriorities,
    SetSecurityGroups: loadBalancers.setSecurityGroups,
    SetSubnets: loadBalancers.setSubnets,
  },
} satisfies ServiceDefinition;
