import { AwsError } from '../../core/aws-error.ts';

// Codes and statuses of Route 53's API reference; texts as far as they are known from answers of the service.

export const noSuchHostedZone = (id: string) =>
  new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, { status: 404 });

export const managedByCloudMap = (id: string, namespaceArn: string) =>
  new AwsError(
    'AccessDenied',
    `The resource hostedzone/${id} can only be managed through AWS Cloud Map (${namespaceArn})`,
    { status: 403 },
  );

export const noSuchDelegationSet = (id: string) =>
  new AwsError('NoSuchDelegationSet', `A reusable delegation set with the id ${id} does not exist.`);

export const noSuchChange = (id: string) =>
  new AwsError('NoSuchChange', `A change with the specified change ID does not exist: ${id}`, {
    status: 404,
  });

export const noSuchHealthCheck = (id: string) =>
  new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, { status: 404 });

export const healthCheckAlreadyExists = () =>
  new AwsError(
    'HealthCheckAlreadyExists',
    'A health check with the specified caller reference already exists with other settings.',
    { status: 409 },
  );

export const hostedZoneAlreadyExists = () =>
  new AwsError(
    'HostedZoneAlreadyExists',
    'A hosted zone has already been created with the specified caller reference.',
    { status: 409 },
  );

export const hostedZoneNotEmpty = () =>
  new AwsError(
    'HostedZoneNotEmpty',
    'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
  );

export const invalidDomainName = (name: string) =>
  new AwsError('InvalidDomainName', `The domain name ${name} is not valid.`);

export const invalidInput = (message: string) => new AwsError('InvalidInput', message);

/** All that is wrong with a batch, in one list. */
export const invalidChangeBatch = (problems: readonly string[]) =>
  new AwsError('InvalidChangeBatch', `[${problems.join(', ')}]`);

export const conflictingDomainExists = (vpcId: string, region: string, zoneId: string) =>
  new AwsError(
    'ConflictingDomainExists',
    `The VPC ${vpcId} in region ${region} has already been associated with the hosted zone ${zoneId} with the same domain name.`,
  );

export const invalidVpcId = (vpcId: string) =>
  new AwsError('InvalidVPCId', `The VPC: ${vpcId} you provided does not exist.`);

export const publicZoneVpcAssociation = () =>
  new AwsError(
    'PublicZoneVPCAssociation',
    "You're trying to associate a VPC with a public hosted zone. Amazon Route 53 doesn't support associating a VPC with a public hosted zone.",
  );

export const lastVpcAssociation = () =>
  new AwsError(
    'LastVPCAssociation',
    "The VPC that you're trying to disassociate from the private hosted zone is the last VPC that is associated with the hosted zone. Amazon Route 53 doesn't support disassociating the last VPC from a hosted zone.",
  );

export const vpcAssociationNotFound = (vpcId: string, zoneId: string) =>
  new AwsError(
    'VPCAssociationNotFound',
    `The VPC ${vpcId} is not associated with the hosted zone ${zoneId}.`,
    {
      status: 404,
    },
  );

export const dnssecNotFound = () =>
  new AwsError('DNSSECNotFound', "The hosted zone doesn't have any DNSSEC resources.");

export const invalidArgument = (message: string) => new AwsError('InvalidArgument', message);
