import { beforeEach, expect, it } from 'vitest';
import { createTestAuthority, type TestAuthority } from '../../../core/testing/certificates.ts';
import { requiredText } from '../../arguments.ts';
import { createTestWorld, type TestWorld } from '../test-world.ts';

let world: TestWorld;
let authority: TestAuthority;
beforeEach(async () => {
  [world, authority] = await Promise.all([createTestWorld(), createTestAuthority()]);
  await world.apply('aws_s3_bucket', 'bucket = "trust"');
  await put('ca.pem', authority.certificatePem);
});

const put = (key: string, content: string) =>
  world.apply('aws_s3_object', `bucket  = "trust"\nkey     = "${key}"\ncontent = ${JSON.stringify(content)}`);
const trustStoreHcl = (key = 'ca.pem', name = 'name = "company"') => `
  ${name}
  ca_certificates_bundle_s3_bucket = "trust"
  ca_certificates_bundle_s3_key    = "${key}"`;

it('aws_lb_trust_store reads its bundle, takes another one in place and is replaced with its name', async () => {
  const created = await world.apply('aws_lb_trust_store', trustStoreHcl());
  const arn = requiredText(created, 'arn');
  expect(created).toMatchObject({ id: arn, name: 'company' });
  expect(created['arn_suffix']).toMatch(/^truststore\/company\/[0-9a-f]{16}$/);
  const other = await createTestAuthority('Other');
  await put('two.pem', `${authority.certificatePem}\n${other.certificatePem}`);
  const changed = await world.apply('aws_lb_trust_store', trustStoreHcl('two.pem'), created);
  expect(changed['arn']).toBe(arn);
  expect(world.call('elbv2', 'DescribeTrustStores', {}).TrustStores).toMatchObject([
    { NumberOfCaCertificates: 2 },
  ]);
  expect(world.plan('aws_lb_trust_store', trustStoreHcl('two.pem', 'name = "b"'), changed).replaces).toEqual([
    'name',
  ]);
  await world.destroy('aws_lb_trust_store', changed);
  expect(await world.refresh('aws_lb_trust_store', changed)).toBeUndefined();
});

it('aws_lb_trust_store_revocation adds a revocation list and takes it away', async () => {
  const trustStore = await world.apply('aws_lb_trust_store', trustStoreHcl('ca.pem', ''));
  expect(trustStore['name']).toMatch(/^tf-/);
  const revoked = await authority.issue({ names: ['a'] });
  await put('list.pem', (await authority.revocationListOf(revoked)).toString());
  const revocation = await world.apply(
    'aws_lb_trust_store_revocation',
    `trust_store_arn       = "${requiredText(trustStore, 'arn')}"
     revocations_s3_bucket = "trust"
     revocations_s3_key    = "list.pem"`,
  );
  expect(revocation).toMatchObject({ id: `${requiredText(trustStore, 'arn')},1`, revocation_id: 1 });
  await world.destroy('aws_lb_trust_store_revocation', revocation);
  expect(await world.refresh('aws_lb_trust_store_revocation', revocation)).toBeUndefined();
});
