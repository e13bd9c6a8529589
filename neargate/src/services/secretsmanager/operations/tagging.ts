import type { TagResourceRequest, UntagResourceRequest } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { changeSecret, findActiveSecret } from '../secrets.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, Record<string, never>>({
  handle(context, { SecretId: id, Tags: tags = [] }) {
    const secret = findActiveSecret(context, id);
    changeSecret(context, secret, { tags: mergeTags(secret.tags, tags) });
    return {};
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, Record<string, never>>({
  handle(context, { SecretId: id, TagKeys: keys = [] }) {
    const secret = findActiveSecret(context, id);
    changeSecret(context, secret, { tags: secret.tags.filter(({ Key = '' }) => !keys.includes(Key)) });
    return {};
  },
});
