import type {
  AssociateIamInstanceProfileRequest,
  AssociateIamInstanceProfileResult,
  CancelSpotInstanceRequestsRequest,
  CancelSpotInstanceRequestsResult,
  DescribeInstanceAttributeRequest,
  DisassociateIamInstanceProfileRequest,
  DisassociateIamInstanceProfileResult,
  GetInstanceUefiDataRequest,
  GetInstanceUefiDataResult,
  GetPasswordDataRequest,
  GetPasswordDataResult,
  InstanceAttribute,
  ModifyInstanceAttributeRequest,
  ModifyInstanceCapacityReservationAttributesRequest,
  ModifyInstanceCapacityReservationAttributesResult,
  ModifyInstanceCpuOptionsRequest,
  ModifyInstanceCpuOptionsResult,
  ModifyInstanceCreditSpecificationRequest,
  ModifyInstanceCreditSpecificationResult,
  ModifyInstanceMaintenanceOptionsRequest,
  ModifyInstanceMaintenanceOptionsResult,
  ModifyInstanceMetadataOptionsRequest,
  ModifyInstanceMetadataOptionsResult,
  ModifyPrivateDnsNameOptionsRequest,
  ModifyPrivateDnsNameOptionsResult,
  ModifyVolumeRequest,
  ModifyVolumeResult,
  MonitorInstancesRequest,
  MonitorInstancesResult,
  ReplaceIamInstanceProfileAssociationRequest,
  ReplaceIamInstanceProfileAssociationResult,
  Reservation,
  RunInstancesRequest,
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
  TerminateInstancesRequest,
  TerminateInstancesResult,
  UnmonitorInstancesRequest,
  UnmonitorInstancesResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { type Operation, operation } from '../../operation.ts';
import { instanceNotFound, instancesNotFound, missingParameter, notFound, required } from '../errors.ts';

// There are no instances here: whatever is done to one is answered as EC2 answers for one that does not exist.

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
export const runInstances = operation<RunInstancesRequest, Reservation>({
  handle() {
    throw new AwsError(
      'UnsupportedOperation',
      'Neargate runs no instances, only tasks of ECS on Fargate: run the workload as a task definition with the launch type FARGATE.',
    );
  },
});

/** What is done to the instance, or the instances, that the input names. */
function ofInstances<
  Input extends
    | { readonly InstanceId?: string | undefined }
    | { readonly InstanceIds?: string[] | undefined },
  Output extends object,
>(): Operation<Input, Output> {
  return operation<Input, Output>({
    handle(_, input) {
      const { InstanceId: id, InstanceIds: ids } = input as {
        readonly InstanceId?: string;
        readonly InstanceIds?: readonly string[];
      };
      const named = ids ?? (id === undefined ? [] : [id]);
      if (named.length === 0) throw missingParameter('InstanceId');
      throw instancesNotFound(named);
    },
  });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html */
export const associateIamInstanceProfile = ofInstances<
  AssociateIamInstanceProfileRequest,
  AssociateIamInstanceProfileResult
>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html */
export const describeInstanceAttribute = ofInstances<DescribeInstanceAttributeRequest, InstanceAttribute>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetInstanceUefiData.html */
export const getInstanceUefiData = ofInstances<GetInstanceUefiDataRequest, GetInstanceUefiDataResult>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html */
export const getPasswordData = ofInstances<GetPasswordDataRequest, GetPasswordDataResult>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
export const modifyInstanceAttribute = ofInstances<ModifyInstanceAttributeRequest, Record<string, never>>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceCapacityReservationAttributes.html */
export const modifyInstanceCapacityReservationAttributes = ofInstances<
  ModifyInstanceCapacityReservationAttributesRequest,
  ModifyInstanceCapacityReservationAttributesResult
>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceCpuOptions.html */
export const modifyInstanceCpuOptions = ofInstances<
  ModifyInstanceCpuOptionsRequest,
  ModifyInstanceCpuOptionsResult
>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMaintenanceOptions.html */
export const modifyInstanceMaintenanceOptions = ofInstances<
  ModifyInstanceMaintenanceOptionsRequest,
  ModifyInstanceMaintenanceOptionsResult
>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html */
export const modifyInstanceMetadataOptions = ofInstances<
  ModifyInstanceMetadataOptionsRequest,
  ModifyInstanceMetadataOptionsResult
>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyPrivateDnsNameOptions.html */
export const modifyPrivateDnsNameOptions = ofInstances<
  ModifyPrivateDnsNameOptionsRequest,
  ModifyPrivateDnsNameOptionsResult
>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html */
export const monitorInstances = ofInstances<MonitorInstancesRequest, MonitorInstancesResult>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html */
export const startInstances = ofInstances<StartInstancesRequest, StartInstancesResult>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html */
export const stopInstances = ofInstances<StopInstancesRequest, StopInstancesResult>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html */
export const terminateInstances = ofInstances<TerminateInstancesRequest, TerminateInstancesResult>();

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnmonitorInstances.html */
export const unmonitorInstances = ofInstances<UnmonitorInstancesRequest, UnmonitorInstancesResult>();

/** Answers for each instance by itself. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceCreditSpecification.html */
export const modifyInstanceCreditSpecification = operation<
  ModifyInstanceCreditSpecificationRequest,
  ModifyInstanceCreditSpecificationResult
>({
  handle(_, input) {
    const asked = required(input.InstanceCreditSpecifications, 'InstanceCreditSpecification');
    return {
      SuccessfulInstanceCreditSpecifications: [],
      UnsuccessfulInstanceCreditSpecifications: asked.map(({ InstanceId = '' }) => {
        const { code, message } = instanceNotFound(InstanceId);
        return { InstanceId, Error: { Code: code as 'InvalidInstanceID.NotFound', Message: message } };
      }),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateIamInstanceProfile.html */
export const disassociateIamInstanceProfile = operation<
  DisassociateIamInstanceProfileRequest,
  DisassociateIamInstanceProfileResult
>({
  handle(_, input) {
    throw noSuchAssociation(required(input.AssociationId, 'AssociationId'));
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html */
export const replaceIamInstanceProfileAssociation = operation<
  ReplaceIamInstanceProfileAssociationRequest,
  ReplaceIamInstanceProfileAssociationResult
>({
  handle(_, input) {
    throw noSuchAssociation(required(input.AssociationId, 'AssociationId'));
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CancelSpotInstanceRequests.html */
export const cancelSpotInstanceRequests = operation<
  CancelSpotInstanceRequestsRequest,
  CancelSpotInstanceRequestsResult
>({
  handle(_, input) {
    const [first] = required(input.SpotInstanceRequestIds, 'SpotInstanceRequestId');
    throw notFound('spot-request', required(first, 'SpotInstanceRequestId'));
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html */
export const modifyVolume = operation<ModifyVolumeRequest, ModifyVolumeResult>({
  handle(_, input) {
    throw notFound('volume', required(input.VolumeId, 'VolumeId'));
  },
});

/** The text is not verified. */
function noSuchAssociation(id: string): AwsError {
  return new AwsError('NoSuchAssociation', `An invalid association-id of '${id}' was given`);
}
