import type {
  DescribeAccountAttributesRequest,
  DescribeAccountAttributesResult,
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
} from '@aws-sdk/client-ec2';
import { operation } from '../../operation.ts';
import { ec2WithDefaults, defaultVpcOf } from '../default-network.ts';
import { invalidParameterValue } from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { regionNames, type Zone, zonesOf } from '../zones.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export const describeAvailabilityZones = operation<
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { region } = context.caller;
    const zones = zonesOf(region);
    for (const name of input.ZoneNames ?? []) {
      if (!zones.some((zone) => zone.zoneName === name)) {
        throw invalidParameterValue(`Invalid availability zone: [${name}]`);
      }
    }
    for (const id of input.ZoneIds ?? []) {
      if (!zones.some((zone) => zone.zoneId === id)) {
        throw invalidParameterValue(`Invalid availability zone-id: [${id}]`);
      }
    }
    const asked = zones.filter(
      (zone) =>
        (input.ZoneNames?.includes(zone.zoneName) ?? true) && (input.ZoneIds?.includes(zone.zoneId) ?? true),
    );
    const groupName = `${region}-zg-1`;
    const found = applyFilters<Zone>(
      asked,
      input.Filters,
      {
        'group-name': () => groupName,
        'opt-in-status': () => 'opt-in-not-required',
        'region-name': () => region,
        state: () => 'available',
        'zone-id': (zone) => zone.zoneId,
        'zone-name': (zone) => zone.zoneName,
        'zone-type': () => 'availability-zone',
      },
      { tables, idOf: (zone) => zone.zoneId },
    );
    return {
      AvailabilityZones: found.map((zone) => ({
        State: 'available',
        OptInStatus: 'opt-in-not-required',
        Messages: [],
        RegionName: region,
        ZoneName: zone.zoneName,
        ZoneId: zone.zoneId,
        GroupName: groupName,
        NetworkBorderGroup: region,
        ZoneType: 'availability-zone',
      })),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
export const describeRegions = operation<DescribeRegionsRequest, DescribeRegionsResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    for (const name of input.RegionNames ?? []) {
      if (!regionNames.includes(name)) throw invalidParameterValue(`Invalid region names: [${name}]`);
    }
    const asked = regionNames.filter((name) => input.RegionNames?.includes(name) ?? true);
    const found = applyFilters(
      asked,
      input.Filters,
      {
        endpoint: (name) => `ec2.${name}.amazonaws.com`,
        'opt-in-status': () => 'opt-in-not-required',
        'region-name': (name) => name,
      },
      { tables, idOf: (name) => name },
    );
    return {
      Regions: found.map((name) => ({
        RegionName: name,
        Endpoint: `ec2.${name}.amazonaws.com`,
        OptInStatus: 'opt-in-not-required',
      })),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html */
export const describeAccountAttributes = operation<
  DescribeAccountAttributesRequest,
  DescribeAccountAttributesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const values: Readonly<Record<string, string>> = {
      'supported-platforms': 'VPC',
      'default-vpc': defaultVpcOf(tables)?.vpcId ?? 'none',
      'max-instances': '20',
      'vpc-max-security-groups-per-interface': '5',
      'max-elastic-ips': '5',
      'vpc-max-elastic-ips': '5',
    };
    const names = input.AttributeNames ?? Object.keys(values);
    return {
      AccountAttributes: names.map((name) => {
        const value = values[name];
        if (value === undefined) throw invalidParameterValue(`Value (${name}) for attributeName is invalid.`);
        return { AttributeName: name, AttributeValues: [{ AttributeValue: value }] };
      }),
    };
  },
});
