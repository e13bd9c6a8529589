import type { RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3';
import type { BlockSchema, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, hasChanged, textOf } from '../../arguments.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { sameJson } from '../equivalence.ts';
import { bucketWebsiteConfigurationSchema as schema } from './bucket-website-configuration-schema.ts';
import { bucketSettingType } from './setting.ts';
import { websiteDomain } from './website-domain.ts';

const naming: ApiNaming = { style: 'pascal' };

/** Single blocks whose names are the API's. */
const { error_document, index_document, redirect_all_requests_to, routing_rule } = schema.blocks ?? {};
const singles: Pick<BlockSchema, 'attributes' | 'blocks'> = {
  attributes: {},
  blocks: Object.fromEntries(
    Object.entries({ error_document, index_document, redirect_all_requests_to }).flatMap(([name, block]) =>
      block === undefined ? [] : [[name, block]],
    ),
  ),
};
const ruleBlock = routing_rule ?? { attributes: {} };

/** The gateway really serves the site, below a name of this machine's. */
export const bucketWebsiteConfiguration: ResourceType<AwsClient> = bucketSettingType({
  schema,
  behaviour: 'real',
  absent: ['NoSuchBucket', 'NoSuchWebsiteConfiguration'],
  plan(config, prior) {
    if (prior === undefined) return {};
    // Both forms of the rules are read back; what is written in one changes the other.
    return {
      recompute: [
        ...(hasChanged(config, prior, 'routing_rule') ? ['routing_rules'] : []),
        ...(hasChanged(config, prior, 'routing_rules') ? ['routing_rule'] : []),
      ],
    };
  },
  async put(bucket, config, client) {
    const rules = rulesOf(config);
    await client.call('s3', 'PutBucketWebsite', {
      ...bucket,
      WebsiteConfiguration: {
        ...toApi<WebsiteConfiguration>(config, singles, naming),
        ...(rules.length === 0 ? {} : { RoutingRules: rules }),
      },
    });
  },
  async get(bucket, known, client) {
    const found = await client.call('s3', 'GetBucketWebsite', bucket);
    const domain = websiteDomain(client.caller.region);
    const { RoutingRules: rules = [] } = found;
    const json = rules.length === 0 ? '' : JSON.stringify(rules);
    const written = textOf(known, 'routing_rules');
    return {
      ...fromApi(found, singles, naming),
      routing_rule: rules.map((rule) => fromApi(rule, ruleBlock, naming)),
      routing_rules: written !== undefined && sameJson(written, json) ? written : json,
      website_domain: domain,
      website_endpoint: `${bucket.Bucket}.${domain}`,
    };
  },
  async remove(bucket, _state, client) {
    await client.call('s3', 'DeleteBucketWebsite', bucket);
  },
});

/** From blocks, or from the JSON text that stands for them. */
function rulesOf(config: PlainObject): RoutingRule[] {
  const blocks = blocksOf(config, 'routing_rule');
  if (blocks.length > 0) return blocks.map((block) => toApi<RoutingRule>(block, ruleBlock, naming));
  const text = textOf(config, 'routing_rules');
  return text === undefined ? [] : (JSON.parse(text) as RoutingRule[]);
}
