/** A list of CIDR blocks that AWS keeps for one of its services. */
export interface AwsPrefixList {
  readonly prefixListId: string;
  readonly prefixListName: string;
  readonly cidrBlocks: readonly string[];
}

/**
 * The prefix lists of gateway endpoint services in a region, and of CloudFront's servers that call origins (some of its blocks). Ids and blocks are those AWS publishes for us-east-1; other
 * regions get the same ones under their own names, since nothing outside this machine is reached through them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export function prefixListsOf(region: string): readonly AwsPrefixList[] {
  return [
    {
      prefixListId: 'pl-63a5400a',
      prefixListName: `com.amazonaws.${region}.s3`,
      cidrBlocks: ['18.34.0.0/19', '54.231.0.0/16', '52.216.0.0/15', '18.34.232.0/21', '3.5.0.0/19'],
    },
    {
      prefixListId: 'pl-02cd2c6b',
      prefixListName: `com.amazonaws.${region}.dynamodb`,
      cidrBlocks: ['3.218.182.0/24', '3.218.180.0/23', '52.94.0.0/22', '52.119.224.0/20'],
    },
    {
      prefixListId: 'pl-3b927c52',
      prefixListName: 'com.amazonaws.global.cloudfront.origin-facing',
      cidrBlocks: ['120.52.22.96/27', '205.251.249.0/24', '180.163.57.128/26', '204.246.168.0/22'],
    },
  ];
}
