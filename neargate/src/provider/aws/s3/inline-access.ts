import type { CORSRule, Grant } from '@aws-sdk/client-s3';
import type { Plain } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, textOf, textsOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import { samePolicy } from '../equivalence.ts';
import { granteeOf, grantBlocks } from './grants.ts';
import { bucketBlock, type InlineSetting } from './inline-setting.ts';

const plain: ApiNaming = { style: 'pascal' };

const policy: InlineSetting = {
  argument: 'policy',
  async write(Bucket, config, client) {
    const Policy = textOf(config, 'policy');
    await (Policy === undefined
      ? client.call('s3', 'DeleteBucketPolicy', { Bucket })
      : client.call('s3', 'PutBucketPolicy', { Bucket, Policy }));
  },
  async read(Bucket, known, client) {
    const output = await orAbsent(client.call('s3', 'GetBucketPolicy', { Bucket }), 'NoSuchBucketPolicy');
    const remote = output?.Policy ?? '';
    const written = textOf(known, 'policy');
    return written !== undefined && samePolicy(written, remote) ? written : remote;
  },
};

/** The canned ACL cannot be read back: S3 keeps the grants that it stands for. */
const acl: InlineSetting = {
  argument: 'acl',
  async write(Bucket, config, client) {
    const canned = textOf(config, 'acl') ?? 'private';
    await client.call('s3', 'PutBucketAcl', { Bucket, ACL: canned as 'private' });
  },
  read: (_bucket, known) => Promise.resolve(known['acl'] ?? null),
};

const grant: InlineSetting = {
  argument: 'grant',
  async write(Bucket, config, client) {
    const { Owner } = await client.call('s3', 'GetBucketAcl', { Bucket });
    const Grants = blocksOf(config, 'grant').flatMap((block) =>
      textsOf(block, 'permissions').map((permission) => ({
        Grantee: granteeOf(block),
        Permission: permission as Grant['Permission'],
      })),
    );
    await client.call('s3', 'PutBucketAcl', { Bucket, AccessControlPolicy: { Owner, Grants } });
  },
  async read(Bucket, _known, client) {
    const { Grants = [] } = await client.call('s3', 'GetBucketAcl', { Bucket });
    return grantBlocks(Grants);
  },
};

const cors: InlineSetting = {
  argument: 'cors_rule',
  async write(Bucket, config, client) {
    const CORSRules = blocksOf(config, 'cors_rule').map((block) =>
      toApi<CORSRule>(block, bucketBlock('cors_rule'), plain),
    );
    await (CORSRules.length === 0
      ? client.call('s3', 'DeleteBucketCors', { Bucket })
      : client.call('s3', 'PutBucketCors', { Bucket, CORSConfiguration: { CORSRules } }));
  },
  async read(Bucket, _known, client) {
    const output = await orAbsent(client.call('s3', 'GetBucketCors', { Bucket }), 'NoSuchCORSConfiguration');
    return (output?.CORSRules ?? []).map((rule) => fromApi(rule, bucketBlock('cors_rule'), plain));
  },
};

const website: InlineSetting = {
  argument: 'website',
  async write(Bucket, config, client) {
    const block = blockOf(config, 'website');
    if (block === undefined) {
      await client.call('s3', 'DeleteBucketWebsite', { Bucket });
      return;
    }
    const [index, error, redirect, rules] = [
      'index_document',
      'error_document',
      'redirect_all_requests_to',
      'routing_rules',
    ].map((name) => textOf(block, name));
    const [, protocol, host] = /^(?:(https?):\/\/)?(.*)$/.exec(redirect ?? '') ?? [];
    await client.call('s3', 'PutBucketWebsite', {
      Bucket,
      WebsiteConfiguration: {
        ...(index === undefined ? {} : { IndexDocument: { Suffix: index } }),
        ...(error === undefined ? {} : { ErrorDocument: { Key: error } }),
        ...(redirect === undefined
          ? {}
          : {
              RedirectAllRequestsTo: {
                HostName: host ?? '',
                ...(protocol === undefined ? {} : { Protocol: protocol as 'http' | 'https' }),
              },
            }),
        ...(rules === undefined ? {} : { RoutingRules: JSON.parse(rules) as [] }),
      },
    });
  },
  async read(Bucket, _known, client): Promise<Plain> {
    const found = await orAbsent(
      client.call('s3', 'GetBucketWebsite', { Bucket }),
      'NoSuchWebsiteConfiguration',
    );
    if (found === undefined) return [];
    const { HostName, Protocol } = found.RedirectAllRequestsTo ?? {};
    return [
      {
        index_document: found.IndexDocument?.Suffix ?? null,
        error_document: found.ErrorDocument?.Key ?? null,
        redirect_all_requests_to:
          HostName === undefined ? null : Protocol === undefined ? HostName : `${Protocol}://${HostName}`,
        routing_rules: found.RoutingRules === undefined ? null : JSON.stringify(found.RoutingRules),
      },
    ];
  },
};

const payer: InlineSetting = {
  argument: 'request_payer',
  async write(Bucket, config, client) {
    const Payer = (textOf(config, 'request_payer') ?? 'BucketOwner') as 'BucketOwner' | 'Requester';
    await client.call('s3', 'PutBucketRequestPayment', { Bucket, RequestPaymentConfiguration: { Payer } });
  },
  async read(Bucket, _known, client) {
    return (await client.call('s3', 'GetBucketRequestPayment', { Bucket })).Payer ?? null;
  },
};

/** Who may do what with the bucket. */
export const accessSettings: readonly InlineSetting[] = [policy, acl, grant, cors, website, payer];
