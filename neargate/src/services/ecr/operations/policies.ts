import type {
  DeleteLifecyclePolicyRequest,
  DeleteLifecyclePolicyResponse,
  DeleteRepositoryPolicyRequest,
  DeleteRepositoryPolicyResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  GetRepositoryPolicyRequest,
  GetRepositoryPolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
  SetRepositoryPolicyRequest,
  SetRepositoryPolicyResponse,
} from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { invalidParameter, lifecyclePolicyNotFound, repositoryPolicyNotFound } from '../errors.ts';
import { requireLifecyclePolicy } from '../lifecycle-policy.ts';
import { findRepository } from '../repositories.ts';
import { ecrTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
export const putLifecyclePolicy = operation<PutLifecyclePolicyRequest, PutLifecyclePolicyResponse>({
  handle(context, { lifecyclePolicyText = '', ...input }) {
    const { repositoryName, registryId } = findRepository(context, input);
    requireLifecyclePolicy(lifecyclePolicyText);
    ecrTablesOf(context).repositories.update(repositoryName, (row) => ({ ...row, lifecyclePolicyText }));
    return { registryId, repositoryName, lifecyclePolicyText };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicy.html */
export const getLifecyclePolicy = operation<GetLifecyclePolicyRequest, GetLifecyclePolicyResponse>({
  handle(context, input) {
    const { repositoryName, registryId, lifecyclePolicyText } = findRepository(context, input);
    if (lifecyclePolicyText === undefined) throw lifecyclePolicyNotFound(repositoryName, registryId);
    return { registryId, repositoryName, lifecyclePolicyText };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteLifecyclePolicy.html */
export const deleteLifecyclePolicy = operation<DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse>({
  handle(context, input) {
    const { repositoryName, registryId, lifecyclePolicyText } = findRepository(context, input);
    if (lifecyclePolicyText === undefined) throw lifecyclePolicyNotFound(repositoryName, registryId);
    ecrTablesOf(context).repositories.update(repositoryName, (row) => ({
      ...row,
      lifecyclePolicyText: undefined,
    }));
    return { registryId, repositoryName, lifecyclePolicyText };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
export const setRepositoryPolicy = operation<SetRepositoryPolicyRequest, SetRepositoryPolicyResponse>({
  handle(context, { policyText = '', ...input }) {
    const { repositoryName, registryId } = findRepository(context, input);
    if (!isPolicyDocument(policyText)) {
      throw invalidParameter(
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
      );
    }
    ecrTablesOf(context).repositories.update(repositoryName, (row) => ({ ...row, policyText }));
    return { registryId, repositoryName, policyText };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRepositoryPolicy.html */
export const getRepositoryPolicy = operation<GetRepositoryPolicyRequest, GetRepositoryPolicyResponse>({
  handle(context, input) {
    const { repositoryName, registryId, policyText } = findRepository(context, input);
    if (policyText === undefined) throw repositoryPolicyNotFound(repositoryName, registryId);
    return { registryId, repositoryName, policyText };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepositoryPolicy.html */
export const deleteRepositoryPolicy = operation<
  DeleteRepositoryPolicyRequest,
  DeleteRepositoryPolicyResponse
>({
  handle(context, input) {
    const { repositoryName, registryId, policyText } = findRepository(context, input);
    if (policyText === undefined) throw repositoryPolicyNotFound(repositoryName, registryId);
    ecrTablesOf(context).repositories.update(repositoryName, (row) => ({ ...row, policyText: undefined }));
    return { registryId, repositoryName, policyText };
  },
});

function isPolicyDocument(text: string): boolean {
  try {
    const document = JSON.parse(text) as { Statement?: unknown } | null;
    return document?.Statement !== undefined;
  } catch {
    return false;
  }
}
