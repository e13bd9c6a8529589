import type { GetAccessKeyInfoRequest, GetAccessKeyInfoResponse } from '@aws-sdk/client-sts';
import { accountOfAccessKeyId } from '../../iam/access-key-id.ts';
import { operation } from '../../operation.ts';
import { validationError } from '../errors.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html */
export const getAccessKeyInfo = operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>({
  handle(_context, { AccessKeyId: accessKeyId = '' }) {
    const account = accountOfAccessKeyId(accessKeyId);
    if (account === undefined) throw validationError('Invalid Access Key Id');
    return { Account: account };
  },
});
