import type {
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
} from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { fargateCapacityProviders } from '../capacity-provider-strategy.ts';
import { ecsArn, lastSegment } from '../references.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeCapacityProviders.html */
export const describeCapacityProviders = operation<
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse
>({
  handle({ caller }, { capacityProviders = [...fargateCapacityProviders] }) {
    const response = { capacityProviders: [], failures: [] } as Required<
      Pick<DescribeCapacityProvidersResponse, 'capacityProviders' | 'failures'>
    >;
    for (const name of capacityProviders.map(lastSegment)) {
      const capacityProviderArn = ecsArn(caller, `capacity-provider/${name}`);
      if (fargateCapacityProviders.includes(name)) {
        response.capacityProviders?.push({ capacityProviderArn, name, status: 'ACTIVE', tags: [] });
      } else response.failures?.push({ arn: capacityProviderArn, reason: 'MISSING' });
    }
    return response;
  },
});
