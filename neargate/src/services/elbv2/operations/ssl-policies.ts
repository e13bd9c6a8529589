import type {
  DescribeSSLPoliciesInput,
  DescribeSSLPoliciesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { sslPolicyNotFound } from '../errors.ts';
import { page } from '../paging.ts';
import { sslPolicies } from '../ssl-policies.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeSSLPolicies.html */
export const describeSslPolicies = operation<DescribeSSLPoliciesInput, DescribeSSLPoliciesOutput>({
  handle(_context, input) {
    const asked = (input.Names ?? [...sslPolicies.keys()]).map((name) => {
      const policy = sslPolicies.get(name);
      if (policy === undefined) throw sslPolicyNotFound(name);
      return policy;
    });
    const { items, nextMarker } = page(asked, ({ name }) => name, input);
    return {
      SslPolicies: items.map(({ name, protocols, ciphers }) => ({
        Name: name,
        SslProtocols: [...protocols],
        Ciphers: ciphers.map((Name, index) => ({ Name, Priority: index + 1 })),
        SupportedLoadBalancerTypes: ['application', 'network'],
      })),
      NextMarker: nextMarker,
    };
  },
});
