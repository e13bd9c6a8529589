import type { BlockSchema, Plain, PlainObject } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { bucketSchema } from './bucket-schema.ts';

/** A setting that `aws_s3_bucket` still takes as an argument of its own, beside the resource type that replaced it. */
export interface InlineSetting {
  readonly argument: string;
  /** Puts what is configured, or takes the setting away when nothing is. */
  write(Bucket: string, config: PlainObject, client: AwsClient): Promise<void>;
  /** Null, or no blocks, when the bucket does not have the setting. */
  read(Bucket: string, known: PlainObject, client: AwsClient): Promise<Plain>;
}

export function bucketBlock(name: string): Pick<BlockSchema, 'attributes' | 'blocks'> {
  return bucketSchema.blocks?.[name] ?? { attributes: {} };
}
