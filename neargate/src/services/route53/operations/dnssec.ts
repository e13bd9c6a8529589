import type {
  DisableHostedZoneDNSSECRequest,
  DisableHostedZoneDNSSECResponse,
  GetDNSSECRequest,
  GetDNSSECResponse,
} from '@aws-sdk/client-route-53';
import { operation } from '../../operation.ts';
import { dnssecNotFound, invalidArgument } from '../errors.ts';
import { findZone } from '../zones.ts';

/** No zone is signed here. https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetDNSSEC.html */
export const getDnssec = operation<GetDNSSECRequest, GetDNSSECResponse>({
  handle(context, { HostedZoneId }) {
    if (findZone(context, HostedZoneId).vpcs !== undefined)
      throw invalidArgument('Operation is unsupported for private hosted zones.');
    return { Status: { ServeSignature: 'NOT_SIGNING' }, KeySigningKeys: [] };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DisableHostedZoneDNSSEC.html */
export const disableHostedZoneDnssec = operation<
  DisableHostedZoneDNSSECRequest,
  DisableHostedZoneDNSSECResponse
>({
  handle(context, { HostedZoneId }) {
    findZone(context, HostedZoneId);
    throw dnssecNotFound();
  },
});
