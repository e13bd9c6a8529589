import type {
  CreateTrustStoreInput,
  CreateTrustStoreOutput,
  DeleteTrustStoreInput,
  DescribeTrustStoreAssociationsInput,
  DescribeTrustStoreAssociationsOutput,
  DescribeTrustStoresInput,
  DescribeTrustStoresOutput,
  ModifyTrustStoreInput,
  ModifyTrustStoreOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { operation } from '../../operation.ts';
import {
  duplicateTrustStoreName,
  tooMany,
  trustStoreInUse,
  trustStoreNotFound,
  validationError,
} from '../errors.ts';
import { page } from '../paging.ts';
import { elbv2TablesOf, type TrustStoreRow } from '../store.ts';
import { putTags } from '../tags.ts';
import { describeTrustStore, findTrustStore, listenersUsing, readCaCertificates } from '../trust-stores.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const maxTrustStores = 20;

function bundleOf(input: CreateTrustStoreInput | ModifyTrustStoreInput) {
  return {
    bucket: input.CaCertificatesBundleS3Bucket,
    key: input.CaCertificatesBundleS3Key,
    versionId: input.CaCertificatesBundleS3ObjectVersion,
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html */
export const createTrustStore = operation<CreateTrustStoreInput, CreateTrustStoreOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { Name: name = '' } = input;
    if (name.length > 32 || !/^([a-zA-Z0-9]+-)*[a-zA-Z0-9]+$/.test(name)) {
      throw validationError(
        `The trust store name '${name}' must have 1 to 32 alphanumeric characters and hyphens`,
      );
    }
    if ([...tables.trustStores.values()].some((row) => row.name === name)) {
      throw duplicateTrustStoreName(name);
    }
    if (tables.trustStores.size >= maxTrustStores) {
      throw tooMany('TrustStores', 'The maximum number of trust stores has been reached');
    }
    const { caller, ids } = context;
    const trustStoreArn = `arn:${caller.partition}:elasticloadbalancing:${caller.region}:${caller.accountId}:truststore/${name}/${ids.hex(16)}`;
    const row: TrustStoreRow = {
      trustStoreArn,
      name,
      ...readCaCertificates(context, bundleOf(input)),
      revocations: [],
      nextRevocationId: 1,
    };
    tables.trustStores.put(trustStoreArn, row);
    putTags(tables, trustStoreArn, input.Tags);
    return { TrustStores: [describeTrustStore(row)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTrustStore.html */
export const modifyTrustStore = operation<ModifyTrustStoreInput, ModifyTrustStoreOutput>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const row = {
      ...findTrustStore(tables, input.TrustStoreArn),
      ...readCaCertificates(context, bundleOf(input)),
    };
    tables.trustStores.put(row.trustStoreArn, row);
    return { TrustStores: [describeTrustStore(row)] };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTrustStore.html */
export const deleteTrustStore = operation<DeleteTrustStoreInput, Record<string, never>>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { trustStoreArn } = findTrustStore(tables, input.TrustStoreArn);
    if (listenersUsing(tables, trustStoreArn).length > 0) throw trustStoreInUse(trustStoreArn);
    tables.trustStores.delete(trustStoreArn);
    tables.tags.delete(trustStoreArn);
    return {};
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStores.html */
export const describeTrustStores = operation<DescribeTrustStoresInput, DescribeTrustStoresOutput>({
  handle(context, input) {
    const { trustStores } = elbv2TablesOf(context);
    const { TrustStoreArns: arns, Names: names } = input;
    if (arns !== undefined && names !== undefined) {
      throw validationError('Trust store names and ARNs cannot be specified at the same time');
    }
    const known = new Set([...trustStores.values()].map(({ name }) => name));
    const isMissing =
      arns?.some((arn) => !trustStores.has(arn)) === true || names?.some((name) => !known.has(name)) === true;
    if (isMissing) throw trustStoreNotFound();
    const asked = [...trustStores.values()].filter(
      ({ trustStoreArn, name }) => (arns?.includes(trustStoreArn) ?? true) && (names?.includes(name) ?? true),
    );
    const { items, nextMarker } = page(asked, ({ trustStoreArn }) => trustStoreArn, input);
    return { TrustStores: items.map(describeTrustStore), NextMarker: nextMarker };
  },
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStoreAssociations.html */
export const describeTrustStoreAssociations = operation<
  DescribeTrustStoreAssociationsInput,
  DescribeTrustStoreAssociationsOutput
>({
  handle(context, input) {
    const tables = elbv2TablesOf(context);
    const { trustStoreArn } = findTrustStore(tables, input.TrustStoreArn);
    const { items, nextMarker } = page(listenersUsing(tables, trustStoreArn), (arn) => arn, input);
    return {
      TrustStoreAssociations: items.map((ResourceArn) => ({ ResourceArn })),
      NextMarker: nextMarker,
    };
  },
});
