import type {
  DeleteBucketAnalyticsConfigurationRequest,
  DeleteBucketIntelligentTieringConfigurationRequest,
  DeleteBucketInventoryConfigurationRequest,
  DeleteBucketMetricsConfigurationRequest,
  GetBucketAnalyticsConfigurationOutput,
  GetBucketAnalyticsConfigurationRequest,
  GetBucketIntelligentTieringConfigurationOutput,
  GetBucketIntelligentTieringConfigurationRequest,
  GetBucketInventoryConfigurationOutput,
  GetBucketInventoryConfigurationRequest,
  GetBucketMetricsConfigurationOutput,
  GetBucketMetricsConfigurationRequest,
  ListBucketAnalyticsConfigurationsOutput,
  ListBucketAnalyticsConfigurationsRequest,
  ListBucketIntelligentTieringConfigurationsOutput,
  ListBucketIntelligentTieringConfigurationsRequest,
  ListBucketInventoryConfigurationsOutput,
  ListBucketInventoryConfigurationsRequest,
  ListBucketMetricsConfigurationsOutput,
  ListBucketMetricsConfigurationsRequest,
  PutBucketAnalyticsConfigurationRequest,
  PutBucketIntelligentTieringConfigurationRequest,
  PutBucketInventoryConfigurationRequest,
  PutBucketMetricsConfigurationRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { changeBucket, findBucket } from '../buckets.ts';
import { malformedXml, missing } from '../errors.ts';

// Four kinds of settings that a bucket has several of, each by an id. They are stored; nothing is measured or moved by them.

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html */
export const putBucketMetricsConfiguration = operation<
  PutBucketMetricsConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    const metrics = withConfiguration(bucket.metrics, input.Id, input.MetricsConfiguration);
    changeBucket(context, input, { metrics });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketMetricsConfiguration.html */
export const getBucketMetricsConfiguration = operation<
  GetBucketMetricsConfigurationRequest,
  GetBucketMetricsConfigurationOutput
>({
  handle: (context, input) => ({
    MetricsConfiguration: configurationOf(findBucket(context, input).metrics, input.Id),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketMetricsConfiguration.html */
export const deleteBucketMetricsConfiguration = operation<
  DeleteBucketMetricsConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    changeBucket(context, input, { metrics: withoutConfiguration(bucket.metrics, input.Id) });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html */
export const listBucketMetricsConfigurations = operation<
  ListBucketMetricsConfigurationsRequest,
  ListBucketMetricsConfigurationsOutput
>({
  handle: (context, input) => ({
    IsTruncated: false,
    MetricsConfigurationList: Object.values(findBucket(context, input).metrics),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAnalyticsConfiguration.html */
export const putBucketAnalyticsConfiguration = operation<
  PutBucketAnalyticsConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    const analytics = withConfiguration(bucket.analytics, input.Id, input.AnalyticsConfiguration);
    changeBucket(context, input, { analytics });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAnalyticsConfiguration.html */
export const getBucketAnalyticsConfiguration = operation<
  GetBucketAnalyticsConfigurationRequest,
  GetBucketAnalyticsConfigurationOutput
>({
  handle: (context, input) => ({
    AnalyticsConfiguration: configurationOf(findBucket(context, input).analytics, input.Id),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketAnalyticsConfiguration.html */
export const deleteBucketAnalyticsConfiguration = operation<
  DeleteBucketAnalyticsConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    changeBucket(context, input, { analytics: withoutConfiguration(bucket.analytics, input.Id) });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketAnalyticsConfigurations.html */
export const listBucketAnalyticsConfigurations = operation<
  ListBucketAnalyticsConfigurationsRequest,
  ListBucketAnalyticsConfigurationsOutput
>({
  handle: (context, input) => ({
    IsTruncated: false,
    AnalyticsConfigurationList: Object.values(findBucket(context, input).analytics),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html */
export const putBucketInventoryConfiguration = operation<
  PutBucketInventoryConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    const inventories = withConfiguration(bucket.inventories, input.Id, input.InventoryConfiguration);
    changeBucket(context, input, { inventories });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketInventoryConfiguration.html */
export const getBucketInventoryConfiguration = operation<
  GetBucketInventoryConfigurationRequest,
  GetBucketInventoryConfigurationOutput
>({
  handle: (context, input) => ({
    InventoryConfiguration: configurationOf(findBucket(context, input).inventories, input.Id),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketInventoryConfiguration.html */
export const deleteBucketInventoryConfiguration = operation<
  DeleteBucketInventoryConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    changeBucket(context, input, { inventories: withoutConfiguration(bucket.inventories, input.Id) });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html */
export const listBucketInventoryConfigurations = operation<
  ListBucketInventoryConfigurationsRequest,
  ListBucketInventoryConfigurationsOutput
>({
  handle: (context, input) => ({
    IsTruncated: false,
    InventoryConfigurationList: Object.values(findBucket(context, input).inventories),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketIntelligentTieringConfiguration.html */
export const putBucketIntelligentTieringConfiguration = operation<
  PutBucketIntelligentTieringConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    const intelligentTiering = withConfiguration(
      bucket.intelligentTiering,
      input.Id,
      input.IntelligentTieringConfiguration,
    );
    changeBucket(context, input, { intelligentTiering });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketIntelligentTieringConfiguration.html */
export const getBucketIntelligentTieringConfiguration = operation<
  GetBucketIntelligentTieringConfigurationRequest,
  GetBucketIntelligentTieringConfigurationOutput
>({
  handle: (context, input) => ({
    IntelligentTieringConfiguration: configurationOf(findBucket(context, input).intelligentTiering, input.Id),
  }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketIntelligentTieringConfiguration.html */
export const deleteBucketIntelligentTieringConfiguration = operation<
  DeleteBucketIntelligentTieringConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const bucket = findBucket(context, input);
    changeBucket(context, input, {
      intelligentTiering: withoutConfiguration(bucket.intelligentTiering, input.Id),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html */
export const listBucketIntelligentTieringConfigurations = operation<
  ListBucketIntelligentTieringConfigurationsRequest,
  ListBucketIntelligentTieringConfigurationsOutput
>({
  handle: (context, input) => ({
    IsTruncated: false,
    IntelligentTieringConfigurationList: Object.values(findBucket(context, input).intelligentTiering),
  }),
});

type Configurations<Configuration> = Readonly<Record<string, Configuration>>;

function withConfiguration<Configuration extends object>(
  all: Configurations<Configuration>,
  id: string | undefined,
  configuration: Configuration | undefined,
): Configurations<Configuration> {
  if (id === undefined || configuration === undefined) throw malformedXml();
  return { ...all, [id]: configuration };
}

function configurationOf<Configuration>(
  all: Configurations<Configuration>,
  id: string | undefined,
): Configuration {
  const found = all[id ?? ''];
  if (found === undefined) throw missing.configuration();
  return found;
}

function withoutConfiguration<Configuration>(
  all: Configurations<Configuration>,
  id: string | undefined,
): Configurations<Configuration> {
  configurationOf(all, id);
  return Object.fromEntries(Object.entries(all).filter(([other]) => other !== id));
}
