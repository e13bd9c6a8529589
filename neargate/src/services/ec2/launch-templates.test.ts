import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const failsWith = (code: string) => expect.objectContaining({ code }) as Error;

async function template() {
  const { call } = await createTestContext();
  const create = (LaunchTemplateName = 'web') =>
    call('ec2', 'CreateLaunchTemplate', {
      LaunchTemplateName,
      VersionDescription: 'first',
      LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 't3.micro' },
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: [{ Key: 'A', Value: '1' }] }],
    }).LaunchTemplate;
  const LaunchTemplateId = create()?.LaunchTemplateId;
  const versions = (input: object = { LaunchTemplateId }) =>
    call('ec2', 'DescribeLaunchTemplateVersions', input).LaunchTemplateVersions;
  return { call, create, LaunchTemplateId, versions };
}

describe('a launch template', () => {
  it('is kept in versions, of which each has what its source had', async () => {
    const { call, LaunchTemplateId, versions } = await template();
    const ValidUntil = new Date('2026-12-01T00:00:00Z');
    call('ec2', 'CreateLaunchTemplateVersion', {
      LaunchTemplateId,
      SourceVersion: '1',
      LaunchTemplateData: {
        InstanceType: 't3.large',
        InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { ValidUntil } },
      },
    });
    call('ec2', 'CreateLaunchTemplateVersion', {
      LaunchTemplateName: 'web',
      LaunchTemplateData: { KeyName: 'mine' },
    });
    expect(versions()?.map(({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion])).toEqual([
      [3, false],
      [2, false],
      [1, true],
    ]);
    expect(versions({ LaunchTemplateId, Versions: ['2'] })?.[0]?.LaunchTemplateData).toEqual({
      ImageId: 'ami-1',
      InstanceType: 't3.large',
      InstanceMarketOptions: { MarketType: 'spot', SpotOptions: { ValidUntil } },
    });
    expect(versions({ LaunchTemplateId, Versions: ['$Latest'] })?.[0]?.LaunchTemplateData).toEqual({
      KeyName: 'mine',
    });
    call('ec2', 'ModifyLaunchTemplate', { LaunchTemplateId, DefaultVersion: '2' });
    expect(
      call('ec2', 'DescribeLaunchTemplates', { LaunchTemplateNames: ['web'] }).LaunchTemplates,
    ).toMatchObject([
      { LaunchTemplateId, DefaultVersionNumber: 2, LatestVersionNumber: 3, Tags: [{ Key: 'A', Value: '1' }] },
    ]);
    expect(versions({ Versions: ['$Default'] })?.map(({ VersionNumber }) => VersionNumber)).toEqual([2]);
    expect(versions({ LaunchTemplateId, MinVersion: '2', MaxVersion: '2' })).toHaveLength(1);
  });

  it('is one by its name, and gone when it is deleted', async () => {
    const { call, create, LaunchTemplateId, versions } = await template();
    expect(() => create()).toThrow(failsWith('InvalidLaunchTemplateName.AlreadyExistsException'));
    expect(() => create('a b')).toThrow(failsWith('InvalidLaunchTemplateName.MalformedException'));
    expect(() => versions({ LaunchTemplateId, Versions: ['5'] })).toThrow(
      failsWith('InvalidLaunchTemplateId.VersionNotFound'),
    );
    expect(() => versions({})).toThrow(failsWith('MissingParameter'));
    call('ec2', 'DeleteLaunchTemplate', { LaunchTemplateName: 'web' });
    expect(() => versions()).toThrow(failsWith('InvalidLaunchTemplateId.NotFound'));
    expect(() => call('ec2', 'DescribeLaunchTemplates', { LaunchTemplateNames: ['web'] })).toThrow(
      failsWith('InvalidLaunchTemplateName.NotFoundException'),
    );
    expect(call('ec2', 'DescribeTags', {}).Tags).toEqual([]);
  });
});
