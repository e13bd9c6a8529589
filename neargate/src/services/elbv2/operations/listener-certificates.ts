import type {
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput,
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
  RemoveListenerCertificatesInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import { operationNotPermitted, validationError } from '../errors.ts';
import { checkedCertificateArns } from '../listener-certificates.ts';
import { findListener, isSecure } from '../listeners.ts';
import { page } from '../paging.ts';
import { elbv2TablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html */
export const addListenerCertificates = operation<AddListenerCertificatesInput, AddListenerCertificatesOutput>(
  {
    input: { ListenerArn: { required: true }, Certificates: { required: true } },
    handle(context, input) {
      const tables = elbv2TablesOf(context);
      const row = findListener(tables, input.ListenerArn);
      if (!isSecure(row.protocol)) {
        throw validationError(`Certificates cannot be added to a listener of protocol '${row.protocol}'`);
      }
      const added = checkedCertificateArns(context, input.Certificates);
      tables.listeners.put(row.listenerArn, {
        ...row,
        certificateArns: [...new Set([...row.certificateArns, ...added])],
      });
      return { Certificates: added.map((CertificateArn) => ({ CertificateArn, IsDefault: false })) };
    },
  },
);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveListenerCertificates.html */
export const removeListenerCertificates = operation<RemoveListenerCertificatesInput, Record<string, never>>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = findListener(tables, input.ListenerArn);
    const removed = checkedCertificateArns(context, input.Certificates);
    const [first] = row.certificateArns;
    if (first !== undefined && removed.includes(first)) {
      throw operationNotPermitted('The default certificate cannot be removed');
    }
    const certificateArns = row.certificateArns.filter((arn) => !removed.includes(arn));
    tables.listeners.put(row.listenerArn, { ...row, certificateArns });
    return {};
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html */
export const describeListenerCertificates = operation<
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput
>({
  handle(context, input) {
    const row = findListener(elbv2TablesOf(context), input.ListenerArn);
    const { items, nextMarker } = page(row.certificateArns, (arn) => arn, input);
    return {
      Certificates: items.map((arn) => ({
        CertificateArn: arn,
        IsDefault: arn === row.certificateArns[0],
      })),
      NextMarker: nextMarker,
    };
  },
});
