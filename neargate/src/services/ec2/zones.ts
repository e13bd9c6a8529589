/** An Availability Zone by the name the account sees and by the id that is the same for everyone. */
export interface Zone {
  readonly zoneName: string;
  readonly zoneId: string;
}

/**
 * The zones of each region that a new account can use: letters of the zone names, and the prefix of the zone ids.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 * Which letter stands for which id differs per account on AWS; here the letters follow the ids.
 */
const regions: Readonly<Record<string, { readonly letters: string; readonly idPrefix: string }>> = {
  'us-east-1': { letters: 'abcdef', idPrefix: 'use1' },
  'us-east-2': { letters: 'abc', idPrefix: 'use2' },
  'us-west-1': { letters: 'ac', idPrefix: 'usw1' },
  'us-west-2': { letters: 'abcd', idPrefix: 'usw2' },
  'ca-central-1': { letters: 'abd', idPrefix: 'cac1' },
  'sa-east-1': { letters: 'abc', idPrefix: 'sae1' },
  'eu-west-1': { letters: 'abc', idPrefix: 'euw1' },
  'eu-west-2': { letters: 'abc', idPrefix: 'euw2' },
  'eu-west-3': { letters: 'abc', idPrefix: 'euw3' },
  'eu-central-1': { letters: 'abc', idPrefix: 'euc1' },
  'eu-north-1': { letters: 'abc', idPrefix: 'eun1' },
  'ap-south-1': { letters: 'abc', idPrefix: 'aps1' },
  'ap-southeast-1': { letters: 'abc', idPrefix: 'apse1' },
  'ap-southeast-2': { letters: 'abc', idPrefix: 'apse2' },
  'ap-northeast-1': { letters: 'acd', idPrefix: 'apne1' },
  'ap-northeast-2': { letters: 'abcd', idPrefix: 'apne2' },
  'ap-northeast-3': { letters: 'abc', idPrefix: 'apne3' },
};

export const regionNames: readonly string[] = Object.keys(regions);

/** The zones of a region in the order of their names; a region not listed gets three zones named after it. */
export function zonesOf(region: string): readonly Zone[] {
  const { letters, idPrefix } = regions[region] ?? { letters: 'abc', idPrefix: region.replaceAll('-', '') };
  return Array.from(letters, (letter, index) => ({
    zoneName: `${region}${letter}`,
    zoneId: `${idPrefix}-az${index + 1}`,
  }));
}
