import type {
  DeleteLoginProfileRequest,
  GetLoginProfileRequest,
  GetLoginProfileResponse,
  ListMFADevicesRequest,
  ListMFADevicesResponse,
  ListSigningCertificatesRequest,
  ListSigningCertificatesResponse,
  ListSSHPublicKeysRequest,
  ListSSHPublicKeysResponse,
  ListVirtualMFADevicesRequest,
  ListVirtualMFADevicesResponse,
} from '@aws-sdk/client-iam';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { callingOrNamedUser, isAboutRoot } from '../calling-user.ts';
import { noSuchEntity } from '../errors.ts';

// What else a user may have on AWS. None of it can be made here, so that nobody has any; clients ask before they delete a user.

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html */
export const listSSHPublicKeys = operation<ListSSHPublicKeysRequest, ListSSHPublicKeysResponse>({
  handle(context, { UserName }) {
    callingOrNamedUser(context, UserName);
    return { SSHPublicKeys: [], IsTruncated: false };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const listSigningCertificates = operation<
  ListSigningCertificatesRequest,
  ListSigningCertificatesResponse
>({
  handle(context, { UserName }) {
    if (!isAboutRoot(context, UserName)) callingOrNamedUser(context, UserName);
    return { Certificates: [], IsTruncated: false };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMFADevices = operation<ListMFADevicesRequest, ListMFADevicesResponse>({
  handle(context, { UserName }) {
    if (!isAboutRoot(context, UserName)) callingOrNamedUser(context, UserName);
    return { MFADevices: [], IsTruncated: false };
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMFADevices = operation<ListVirtualMFADevicesRequest, ListVirtualMFADevicesResponse>({
  handle: () => ({ VirtualMFADevices: [], IsTruncated: false }),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
export const getLoginProfile = operation<GetLoginProfileRequest, GetLoginProfileResponse>({
  handle: (context, { UserName }) => refuseLoginProfile(context, UserName),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html */
export const deleteLoginProfile = operation<DeleteLoginProfileRequest, Record<string, never>>({
  handle: (context, { UserName }) => refuseLoginProfile(context, UserName),
});

function refuseLoginProfile(context: OperationContext, userName: string | undefined): never {
  const { name } = callingOrNamedUser(context, userName);
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
}
