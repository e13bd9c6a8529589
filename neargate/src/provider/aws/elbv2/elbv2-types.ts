import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { lbSource, lbTargetGroupSource } from './data-sources.ts';
import { lbListenerCertificateType } from './lb-listener-certificate.ts';
import { lbListenerRuleType } from './lb-listener-rule.ts';
import { lbListenerType } from './lb-listener.ts';
import { lbTargetGroupAttachmentType } from './lb-target-group-attachment.ts';
import { lbTargetGroupType } from './lb-target-group.ts';
import { lbTrustStoreRevocationType } from './lb-trust-store-revocation.ts';
import { lbTrustStoreType } from './lb-trust-store.ts';
import { lbType } from './lb.ts';

/** Every type but those of trust stores has an older name beside its own. */
export const elbv2Types: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_alb: lbType,
  aws_alb_listener: lbListenerType,
  aws_alb_listener_certificate: lbListenerCertificateType,
  aws_alb_listener_rule: lbListenerRuleType,
  aws_alb_target_group: lbTargetGroupType,
  aws_alb_target_group_attachment: lbTargetGroupAttachmentType,
  aws_lb: lbType,
  aws_lb_listener: lbListenerType,
  aws_lb_listener_certificate: lbListenerCertificateType,
  aws_lb_listener_rule: lbListenerRuleType,
  aws_lb_target_group: lbTargetGroupType,
  aws_lb_target_group_attachment: lbTargetGroupAttachmentType,
  aws_lb_trust_store: lbTrustStoreType,
  aws_lb_trust_store_revocation: lbTrustStoreRevocationType,
};

export const elbv2DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_alb: lbSource,
  aws_alb_target_group: lbTargetGroupSource,
  aws_lb: lbSource,
  aws_lb_target_group: lbTargetGroupSource,
};
