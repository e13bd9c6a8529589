import type {
  DeleteBucketCorsRequest,
  DeleteBucketTaggingRequest,
  DeleteBucketWebsiteRequest,
  GetBucketAccelerateConfigurationOutput,
  GetBucketAccelerateConfigurationRequest,
  GetBucketCorsOutput,
  GetBucketCorsRequest,
  GetBucketLoggingOutput,
  GetBucketLoggingRequest,
  GetBucketNotificationConfigurationRequest,
  GetBucketRequestPaymentOutput,
  GetBucketRequestPaymentRequest,
  GetBucketTaggingOutput,
  GetBucketTaggingRequest,
  GetBucketWebsiteOutput,
  GetBucketWebsiteRequest,
  NotificationConfiguration,
  PutBucketAccelerateConfigurationRequest,
  PutBucketCorsRequest,
  PutBucketLoggingRequest,
  PutBucketNotificationConfigurationRequest,
  PutBucketRequestPaymentRequest,
  PutBucketTaggingRequest,
  PutBucketWebsiteRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { changeBucket, findBucket } from '../buckets.ts';
import { invalidRequest, malformedXml, missing } from '../errors.ts';
import { checkReceivers } from '../notify.ts';
import { bucketsOf } from '../store.ts';
import { checkedTags, maxBucketTags } from '../tags.ts';

const corsMethods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

/** The gateway answers browsers by it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export const putBucketCors = operation<PutBucketCorsRequest, Record<string, never>>({
  handle(context, input) {
    const rules = input.CORSConfiguration?.CORSRules ?? [];
    if (rules.length === 0 || rules.length > 100) throw malformedXml();
    for (const { AllowedMethods: methods = [], AllowedOrigins: origins = [] } of rules) {
      if (methods.length === 0 || origins.length === 0) throw malformedXml();
      const unknown = methods.find((method) => !corsMethods.has(method));
      if (unknown !== undefined) {
        throw invalidRequest(
          `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`,
        );
      }
    }
    changeBucket(context, input, { cors: rules });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors = operation<GetBucketCorsRequest, GetBucketCorsOutput>({
  handle(context, input) {
    const { cors } = findBucket(context, input);
    if (cors === undefined) throw missing.cors();
    return { CORSRules: [...cors] };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const deleteBucketCors = operation<DeleteBucketCorsRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { cors: undefined });
    return {};
  },
});

/** The gateway serves the site by it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html */
export const putBucketWebsite = operation<PutBucketWebsiteRequest, Record<string, never>>({
  handle(context, input) {
    const website = input.WebsiteConfiguration;
    if (website?.RedirectAllRequestsTo === undefined && website?.IndexDocument === undefined) {
      throw malformedXml();
    }
    changeBucket(context, input, { website });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html */
export const getBucketWebsite = operation<GetBucketWebsiteRequest, GetBucketWebsiteOutput>({
  handle(context, input) {
    const { website } = findBucket(context, input);
    if (website === undefined) throw missing.website();
    return website;
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html */
export const deleteBucketWebsite = operation<DeleteBucketWebsiteRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { website: undefined });
    return {};
  },
});

/** Stored; no access log is written. Without a target, logging is turned off. */
export const putBucketLogging = operation<PutBucketLoggingRequest, Record<string, never>>({
  handle(context, input) {
    const logging = input.BucketLoggingStatus?.LoggingEnabled;
    if (logging !== undefined && !bucketsOf(context).has(logging.TargetBucket ?? '')) {
      throw new AwsError('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist');
    }
    changeBucket(context, input, { logging });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html */
export const getBucketLogging = operation<GetBucketLoggingRequest, GetBucketLoggingOutput>({
  handle(context, input) {
    const { logging } = findBucket(context, input);
    return logging === undefined ? {} : { LoggingEnabled: logging };
  },
});

/**
 * With `EventBridgeConfiguration` the events of objects go to the default bus; queues and topics get them too. Functions are
 * stored, nobody calls them. An empty configuration turns notifications off.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export const putBucketNotificationConfiguration = operation<
  PutBucketNotificationConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const given = input.NotificationConfiguration ?? {};
    const withIds = <Item extends { Id?: string | undefined }>(items: readonly Item[] | undefined) =>
      items?.map((item) => ({ ...item, Id: item.Id ?? context.ids.uuid() }));
    const notification = {
      TopicConfigurations: withIds(given.TopicConfigurations),
      QueueConfigurations: withIds(given.QueueConfigurations),
      LambdaFunctionConfigurations: withIds(given.LambdaFunctionConfigurations),
      EventBridgeConfiguration: given.EventBridgeConfiguration,
    };
    checkReceivers(context, findBucket(context, input), notification, {
      skipsValidation: input.SkipDestinationValidation === true,
    });
    changeBucket(context, input, { notification });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration = operation<
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration
>({
  handle: (context, input) => findBucket(context, input).notification ?? {},
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html */
export const putBucketAccelerateConfiguration = operation<
  PutBucketAccelerateConfigurationRequest,
  Record<string, never>
>({
  handle(context, input) {
    const status = input.AccelerateConfiguration?.Status;
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    if (input.Bucket?.includes('.') === true) {
      throw invalidRequest(
        'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names',
      );
    }
    changeBucket(context, input, { acceleration: status });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html */
export const getBucketAccelerateConfiguration = operation<
  GetBucketAccelerateConfigurationRequest,
  GetBucketAccelerateConfigurationOutput
>({
  handle: (context, input) => ({ Status: findBucket(context, input).acceleration }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html */
export const putBucketRequestPayment = operation<PutBucketRequestPaymentRequest, Record<string, never>>({
  handle(context, input) {
    const payer = input.RequestPaymentConfiguration?.Payer;
    if (payer !== 'BucketOwner' && payer !== 'Requester') throw malformedXml();
    changeBucket(context, input, { payer });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export const getBucketRequestPayment = operation<
  GetBucketRequestPaymentRequest,
  GetBucketRequestPaymentOutput
>({
  handle: (context, input) => ({ Payer: findBucket(context, input).payer ?? 'BucketOwner' }),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const putBucketTagging = operation<PutBucketTaggingRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { tags: checkedTags(input.Tagging?.TagSet, maxBucketTags) });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging = operation<GetBucketTaggingRequest, GetBucketTaggingOutput>({
  handle(context, input) {
    const { tags = [] } = findBucket(context, input);
    if (tags.length === 0) throw missing.tagging();
    return { TagSet: [...tags] };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging = operation<DeleteBucketTaggingRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { tags: [] });
    return {};
  },
});
