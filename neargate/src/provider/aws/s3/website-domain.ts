/** Regions until 2014 have a hyphen before their name. https://docs.aws.amazon.com/general/latest/gr/s3.html */
const regionsWithHyphen: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-1',
  'sa-east-1',
  'us-east-1',
  'us-west-1',
  'us-west-2',
]);

/** Below it, a region's buckets have their sites on AWS. */
export function websiteDomain(region: string): string {
  return `s3-website${regionsWithHyphen.has(region) ? '-' : '.'}${region}.amazonaws.com`;
}
