import { AwsError } from '../../core/aws-error.ts';

/** ELBv2's error codes and texts. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html */

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function loadBalancerNotFound(): AwsError {
  return new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
}

export function listenerNotFound(): AwsError {
  return new AwsError('ListenerNotFound', 'One or more listeners not found');
}

export function ruleNotFound(): AwsError {
  return new AwsError('RuleNotFound', 'One or more rules not found');
}

export function targetGroupNotFound(): AwsError {
  return new AwsError('TargetGroupNotFound', 'One or more target groups not found');
}

export function duplicateLoadBalancerName(name: string): AwsError {
  return new AwsError(
    'DuplicateLoadBalancerName',
    `A load balancer with the same name '${name}' exists, but with different settings`,
  );
}

export function duplicateTargetGroupName(name: string): AwsError {
  return new AwsError(
    'DuplicateTargetGroupName',
    `A target group with the same name '${name}' exists, but with different settings`,
  );
}

export function duplicateListener(loadBalancerArn: string): AwsError {
  return new AwsError(
    'DuplicateListener',
    `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
  );
}

export function priorityInUse(priority: number): AwsError {
  return new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
}

export function resourceInUse(targetGroupArn: string): AwsError {
  return new AwsError(
    'ResourceInUse',
    `Target group '${targetGroupArn}' is currently in use by a listener or a rule`,
  );
}

export function targetGroupAssociationLimit(targetGroupArn: string): AwsError {
  return new AwsError(
    'TargetGroupAssociationLimit',
    `The following target groups cannot be associated with more than one load balancer: ${targetGroupArn}`,
  );
}

export function certificateNotFound(arn: string): AwsError {
  return new AwsError('CertificateNotFound', `Certificate '${arn}' not found`);
}

export function unsupportedCertificate(arn: string): AwsError {
  return new AwsError(
    'UnsupportedCertificate',
    `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
  );
}

export function sslPolicyNotFound(name: string): AwsError {
  return new AwsError('SSLPolicyNotFound', `SSL policy '${name}' not found`);
}

export function trustStoreNotFound(): AwsError {
  return new AwsError('TrustStoreNotFound', 'One or more trust stores not found');
}

export function duplicateTrustStoreName(name: string): AwsError {
  return new AwsError('DuplicateTrustStoreName', `A trust store with the same name '${name}' exists`);
}

export function trustStoreInUse(arn: string): AwsError {
  return new AwsError('TrustStoreInUse', `Trust store '${arn}' is currently in use by a listener`);
}

export function caCertificatesBundleNotFound(): AwsError {
  return new AwsError('CaCertificatesBundleNotFound', 'The specified ca certificate bundle does not exist');
}

export function invalidCaCertificatesBundle(reason: string): AwsError {
  return new AwsError(
    'InvalidCaCertificatesBundle',
    `The specified ca certificate bundle is in an invalid format, or corrupt: ${reason}`,
  );
}

export function revocationContentNotFound(): AwsError {
  return new AwsError('RevocationContentNotFound', 'The specified revocation file does not exist');
}

export function invalidRevocationContent(reason: string): AwsError {
  return new AwsError(
    'InvalidRevocationContent',
    `The provided revocation file is an invalid format, or uses an incorrect algorithm: ${reason}`,
  );
}

export function revocationIdNotFound(): AwsError {
  return new AwsError('RevocationIdNotFound', 'The specified revocation ID does not exist');
}

export function invalidTarget(message: string): AwsError {
  return new AwsError('InvalidTarget', message);
}

export function invalidSubnet(message: string): AwsError {
  return new AwsError('InvalidSubnet', message);
}

export function subnetNotFound(subnetId: string): AwsError {
  return new AwsError('SubnetNotFound', `The subnet ID '${subnetId}' does not exist`);
}

export function invalidSecurityGroup(groupId: string): AwsError {
  return new AwsError('InvalidSecurityGroup', `Security group '${groupId}' is not valid for the VPC`);
}

export function invalidConfigurationRequest(message: string): AwsError {
  return new AwsError('InvalidConfigurationRequest', message);
}

export function invalidLoadBalancerAction(message: string): AwsError {
  return new AwsError('InvalidLoadBalancerAction', message);
}

export function operationNotPermitted(message: string): AwsError {
  return new AwsError('OperationNotPermitted', message);
}

export function tooMany(
  what:
    | 'Listeners'
    | 'LoadBalancers'
    | 'Rules'
    | 'Tags'
    | 'TargetGroups'
    | 'Targets'
    | 'TrustStoreRevocationEntries'
    | 'TrustStores'
    | 'UniqueTargetGroupsPerLoadBalancer',
  message: string,
): AwsError {
  return new AwsError(`TooMany${what}`, message);
}

export function capacityDecreaseLimitExceeded(): AwsError {
  return new AwsError(
    'CapacityDecreaseRequestLimitExceeded',
    "You've exceeded the daily capacity decrease limit for this reservation.",
  );
}

/** What AWS offers and Neargate does not. */
export function unsupported(what: string): AwsError {
  return new AwsError('OperationNotPermitted', `Neargate does not support ${what} yet.`);
}
