import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import {
  changeListenerAttributes,
  changeLoadBalancerAttributes,
  changeTargetGroupAttributes,
  describeAttributes,
} from '../attributes.ts';
import { checkLogBuckets } from '../log-bucket.ts';
import { elbv2TablesOf } from '../store.ts';
import { findListener } from '../listeners.ts';
import { findLoadBalancer } from './load-balancers.ts';
import { findTargetGroup } from './target-groups.ts';

const loadBalancer = { LoadBalancerArn: { required: true } } as const;
const listener = { ListenerArn: { required: true } } as const;
const targetGroup = { TargetGroupArn: { required: true } } as const;
const changes = { Attributes: { required: true, min: 1 } } as const;

export const describeLoadBalancerAttributes = operation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
>({
  handle(context, input) {
    const row = findLoadBalancer(elbv2TablesOf(context), input.LoadBalancerArn);
    return { Attributes: describeAttributes(row.attributes) };
  },
});

export const modifyLoadBalancerAttributes = operation<
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput
>({
  input: { ...loadBalancer, ...changes },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findLoadBalancer(tables, input.LoadBalancerArn);
    const attributes = changeLoadBalancerAttributes(row, input.Attributes ?? []);
    checkLogBuckets(context, row, attributes);
    tables.loadBalancers.put(row.loadBalancerArn, { ...row, attributes });
    return { Attributes: describeAttributes(attributes) };
  },
});

export const describeListenerAttributes = operation<
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput
>({
  handle(context, input) {
    const row = findListener(elbv2TablesOf(context), input.ListenerArn);
    return { Attributes: describeAttributes(row.attributes) };
  },
});

export const modifyListenerAttributes = operation<
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput
>({
  input: { ...listener, ...changes },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findListener(tables, input.ListenerArn);
    const attributes = changeListenerAttributes(row, input.Attributes ?? []);
    tables.listeners.put(row.listenerArn, { ...row, attributes });
    return { Attributes: describeAttributes(attributes) };
  },
});

export const describeTargetGroupAttributes = operation<
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput
>({
  handle(context, input) {
    const row = findTargetGroup(elbv2TablesOf(context), input.TargetGroupArn);
    return { Attributes: describeAttributes(row.attributes) };
  },
});

export const modifyTargetGroupAttributes = operation<
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput
>({
  input: { ...targetGroup, ...changes },
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findTargetGroup(tables, input.TargetGroupArn);
    const attributes = changeTargetGroupAttributes(row, input.Attributes ?? []);
    tables.targetGroups.put(row.targetGroupArn, { ...row, attributes });
    return { Attributes: describeAttributes(attributes) };
  },
});
