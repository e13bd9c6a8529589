import type {
  GetLifecyclePolicyPreviewRequest,
  GetLifecyclePolicyPreviewResponse,
  LifecyclePolicyPreviewResult,
  StartLifecyclePolicyPreviewRequest,
  StartLifecyclePolicyPreviewResponse,
} from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { invalidNextToken, lifecyclePolicyNotFound, lifecyclePreviewNotFound } from '../errors.ts';
import { requireLifecyclePolicy } from '../lifecycle-policy.ts';
import { findRepository } from '../repositories.ts';
import { evaluateLifecycle } from '../repository-lifecycle.ts';
import { ecrTablesOf } from '../store.ts';

/** Evaluated at once, so it is complete when it is answered. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_StartLifecyclePolicyPreview.html */
export const startLifecyclePolicyPreview = operation<
  StartLifecyclePolicyPreviewRequest,
  StartLifecyclePolicyPreviewResponse
>({
  handle(context, input) {
    const repository = findRepository(context, input);
    const { repositoryName, registryId } = repository;
    const lifecyclePolicyText = input.lifecyclePolicyText ?? repository.lifecyclePolicyText;
    if (lifecyclePolicyText === undefined) throw lifecyclePolicyNotFound(repositoryName, registryId);
    requireLifecyclePolicy(lifecyclePolicyText);
    const tables = ecrTablesOf(context);
    const { expiring } = evaluateLifecycle(tables, repositoryName, lifecyclePolicyText, context.clock.now());
    tables.lifecyclePreviews.put(repositoryName, {
      repositoryName,
      lifecyclePolicyText,
      expiring: expiring.map(({ image, rulePriority }) => ({
        imageDigest: image.imageDigest,
        imageTags: image.tags,
        pushedAtMs: image.pushedAtMs,
        rulePriority,
      })),
    });
    return { registryId, repositoryName, lifecyclePolicyText, status: 'COMPLETE' };
  },
});

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicyPreview.html */
export const getLifecyclePolicyPreview = operation<
  GetLifecyclePolicyPreviewRequest,
  GetLifecyclePolicyPreviewResponse
>({
  handle(context, { imageIds, nextToken, maxResults = 100, filter, ...input }) {
    const { repositoryName, registryId } = findRepository(context, input);
    const preview = ecrTablesOf(context).lifecyclePreviews.get(repositoryName);
    if (preview === undefined) throw lifecyclePreviewNotFound(repositoryName, registryId);
    const tagStatus = filter?.tagStatus ?? 'ANY';
    const wanted = preview.expiring.filter(
      ({ imageDigest, imageTags }) =>
        (tagStatus === 'ANY' || imageTags.length > 0 === (tagStatus === 'TAGGED')) &&
        (imageIds === undefined ||
          imageIds.some(
            (id) => id.imageDigest === imageDigest || imageTags.some((tag) => tag === id.imageTag),
          )),
    );
    const request = { token: nextToken, limit: maxResults };
    const page = paginate(wanted, ({ imageDigest }) => imageDigest, request, invalidNextToken);
    return {
      registryId,
      repositoryName,
      lifecyclePolicyText: preview.lifecyclePolicyText,
      status: 'COMPLETE',
      nextToken: page.nextToken,
      previewResults: page.items.map((expiry): LifecyclePolicyPreviewResult => ({
        imageTags: expiry.imageTags.length === 0 ? undefined : [...expiry.imageTags],
        imageDigest: expiry.imageDigest,
        imagePushedAt: toDate(expiry.pushedAtMs),
        action: { type: 'EXPIRE' },
        appliedRulePriority: expiry.rulePriority,
      })),
      summary: { expiringImageTotalCount: preview.expiring.length },
    };
  },
});
